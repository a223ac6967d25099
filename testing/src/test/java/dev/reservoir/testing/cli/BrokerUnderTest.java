package dev.reservoir.testing.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The cluster that the command line is tried on: any Kafka-compatible one, empty or not, named by
 * the system property {@code test.bootstrap} (host:port). Without it the tests that need one are
 * skipped.
 *
 * @param bootstrap host:port
 */
record BrokerUnderTest(String bootstrap) {
    private static final String PROPERTY = "test.bootstrap";

    static BrokerUnderTest get() {
        String bootstrap = System.getProperty(PROPERTY, "");
        assumeTrue(
                !bootstrap.isEmpty(),
                "no broker to try the command line on: -D" + PROPERTY + "=host:port");
        return new BrokerUnderTest(bootstrap);
    }
}

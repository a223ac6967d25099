package dev.reservoir.testing.cli;

import dev.reservoir.testing.process.BrokerProcess;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * The cluster that the command line is tried on: a broker process of its own or, where the system
 * property {@code test.bootstrap} (host:port) names one, any Kafka-compatible cluster, empty or
 * not.
 */
final class BrokerUnderTest implements AutoCloseable {
    private static final String PROPERTY = "test.bootstrap";

    private final String bootstrap;
    private final @Nullable BrokerProcess own;

    private BrokerUnderTest(String bootstrap, @Nullable BrokerProcess own) {
        this.bootstrap = bootstrap;
        this.own = own;
    }

    /**
     * The named cluster, or a broker that is started now.
     *
     * @param directory for the data of a broker of our own
     */
    static BrokerUnderTest in(Path directory) throws Exception {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            return new BrokerUnderTest(named, null);
        }
        BrokerProcess started = BrokerProcess.start(directory);
        return new BrokerUnderTest(started.bootstrap(), started);
    }

    /** Whether it is Reservoir for certain: a broker of our own. */
    boolean isOwn() {
        return own != null;
    }

    /** Host and port. */
    String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() throws InterruptedException {
        if (own != null) {
            own.close();
        }
    }
}

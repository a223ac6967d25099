package dev.reservoir.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The broker in the simulated world, under many seeds. One seed again: {@code mvn verify -pl
 * testing -am -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dseed=N}.
 */
class SimulationTest {
    private static final long ROUGH_MS = 1_500;
    private static final long COMPARED = 8;

    @Test
    void promisesAreKeptUnderEverySeed() {
        run(200);
    }

    @Test
    @Tag("long")
    void promisesAreKeptUnderThousandsOfSeeds() {
        run(5_000);
    }

    @Test
    void theSameSeedGivesTheSameTrace() throws Exception {
        String once = hash(1);

        assertThat(hash(1)).isEqualTo(once);
        assertThat(hash(2)).isNotEqualTo(once);
    }

    /** Where hashes of objects and the order of sets and maps are others. */
    @Test
    void theSameSeedGivesTheSameTraceInAnotherProcess() throws Exception {
        List<String> here =
                LongStream.rangeClosed(1, COMPARED)
                        .mapToObj(seed -> seed + " " + hash(seed))
                        .toList();

        assertThat(elsewhere()).isEqualTo(here);
    }

    private static List<String> elsewhere() throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Simulate.class.getName(),
                                "1",
                                Long.toString(COMPARED),
                                Long.toString(ROUGH_MS))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static String hash(long seed) {
        Trace trace = new Trace(_ -> {});
        run(seed, new Simulation(seed, SimEngine::new, trace), trace);
        assertThat(trace.lines()).isGreaterThan(1_000);
        return trace.hash();
    }

    private static void run(int seeds) {
        Long only = Long.getLong("seed");
        long first = only == null ? 1 : only;
        long last = only == null ? seeds : only;
        for (long seed = first; seed <= last; seed++) {
            Trace trace = new Trace(_ -> {});
            run(seed, new Simulation(seed, SimEngine::new, trace), trace);
        }
    }

    private static void run(long seed, Simulation simulation, Trace trace) {
        try {
            simulation.run(ROUGH_MS);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    """
                    seed %d: %s
                    Again: mvn verify -pl testing -am -Dtest=SimulationTest \
                    -Dsurefire.failIfNoSpecifiedTests=false -Dseed=%d
                    The end of its trace:
                    %s\
                    """
                            .formatted(seed, e, seed, String.join("\n", trace.tail())),
                    e);
        }
    }
}

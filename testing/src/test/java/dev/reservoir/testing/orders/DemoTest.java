package dev.reservoir.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code bin/reservoir demo orders}: how it ends, and what it leaves behind. That it runs as its
 * page says is for the test of the pages.
 */
class DemoTest {
    @TempDir Path directory;

    private static void assertGone(List<ProcessHandle> family) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(family).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void twiceWithTheSameBrokerAndOtherDirectories() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"))) {
            String[] options = {"--bootstrap-server", broker.bootstrap(), "--data-dir", "first"};
            try (DemoProcess demo = DemoProcess.start(directory, options)) {
                demo.await("shipped [1-9]");
                demo.interrupt();
                assertThat(demo.awaitEnd(90)).as(demo.output()).isZero();
            }
            options[3] = "second";
            try (DemoProcess demo = DemoProcess.start(directory, options)) {
                demo.await("events of other runs; they are passed over");
                demo.await("shipped [1-9]");
                List<ProcessHandle> family = demo.family();
                demo.interrupt();
                demo.interrupt();
                assertThat(demo.awaitEnd(20)).isEqualTo(130);
                assertThat(demo.output()).contains("Left at once, before anything");
                assertGone(family);
            }
        }
    }

    @Test
    void killedItLeavesNothingBehind() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory, "--data-dir", "shop")) {
            demo.await("shipped [1-9]");
            List<ProcessHandle> family = demo.family();
            demo.kill();
            assertGone(family);
        }
    }

    @Test
    void withoutTheBrokerThatWasNamedItSaysSo() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory, "--bootstrap-server", "127.0.0.1:1")) {
            assertThat(demo.awaitEnd(60)).isEqualTo(1);
            assertThat(demo.output().lines().toList())
                    .singleElement()
                    .asString()
                    .startsWith("reservoir demo: no broker answers at 127.0.0.1:1 (")
                    .endsWith("or leave --bootstrap-server out: then the demo starts its own.");
        }
    }

    @Test
    @Tag("long")
    void tenMinutesOfKillsTheBrokerTwiceAmongThem() throws Exception {
        try (DemoProcess demo =
                DemoProcess.start(directory, "--kill", "--duration", "10m", "--rate", "50")) {
            long broker = brokerOtherThan(0, demo);
            for (int time = 0; time < 2; time++) {
                Thread.sleep(TimeUnit.MINUTES.toMillis(3));
                ProcessHandle.of(broker).orElseThrow().destroyForcibly();
                broker = brokerOtherThan(broker, demo);
            }
            assertThat(demo.awaitEnd(TimeUnit.MINUTES.toSeconds(8))).as(demo.output()).isZero();
            assertThat(demo.output())
                    .contains("Every invariant was kept.")
                    .doesNotContain("BROKEN");
            assertThat(Path.of(demo.await("Data is in (.*)\\.\n").group(1))).doesNotExist();
        }
    }

    /** The process id of the broker that was started last, once it is another than this. */
    private static long brokerOtherThan(long dead, DemoProcess demo) throws Exception {
        long broker = dead;
        while (broker == dead) {
            Thread.sleep(100);
            broker = Long.parseLong(demo.await("(?s).*, process (\\d+)").group(1));
        }
        return broker;
    }
}

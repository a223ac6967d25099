package dev.reservoir.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.meta.config.BrokerConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A start that fails at its last step gives back all that the steps before took. */
class FailedStartTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    @TempDir Path directory;

    private BrokerConfig config(String listeners) {
        return BrokerConfig.of(
                Map.of(
                        "log.dirs",
                        directory.resolve("data").toString(),
                        "listeners",
                        listeners,
                        "listener.security.protocol.map",
                        "FIRST:PLAINTEXT,SECOND:PLAINTEXT"));
    }

    @Test
    void aPortInUseLeavesNoThreadAndNoLock() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String inUse = "127.0.0.1:" + taken.getLocalPort();
            BrokerConfig config = config("FIRST://127.0.0.1:0,SECOND://" + inUse);
            assertThatThrownBy(() -> RunningBroker.start(config))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Cannot listen on " + inUse)
                    .cause()
                    .hasNoSuppressedExceptions();
        }
        assertThat(thoseThatStay(before)).isEmpty();
        try (RunningBroker next = RunningBroker.start(config("FIRST://127.0.0.1:0"))) {
            assertThat(next.address().getPort()).isPositive();
        }
        assertThat(thoseThatStay(before)).isEmpty();
    }

    /** The product's threads that were not there before, after a while for the last to end. */
    private static Set<Thread> thoseThatStay(Set<Thread> before) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Set<Thread> stay = new HashSet<>(Thread.getAllStackTraces().keySet());
        stay.removeAll(before);
        stay.removeIf(Thread::isDaemon);
        for (Thread thread : stay) {
            long nanos = Math.max(1, deadline - System.nanoTime());
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        }
        stay.removeIf(thread -> !thread.isAlive());
        return stay;
    }
}

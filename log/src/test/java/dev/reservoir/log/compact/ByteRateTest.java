package dev.reservoir.log.compact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

final class ByteRateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Time that passes by sleeping alone. */
    private static final class Clock implements ByteRate.Time {
        private long now = 5 * SECOND;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            now += nanos;
        }
    }

    private final Clock clock = new Clock();
    private final ByteRate rate = new ByteRate(1_000, clock);

    private void use(int times, long bytes) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            rate.used(bytes);
        }
    }

    @Test
    void soManyBytesTakeSoMuchTime() throws Exception {
        use(100, 50);
        assertThat(clock.now - 5 * SECOND).isEqualTo(5 * SECOND);
    }

    @Test
    void aPauseIsNotMadeUpForButForATenthOfASecond() throws Exception {
        use(1, 1_000);
        clock.now += 3_600 * SECOND;
        long before = clock.now;
        use(10, 1_000);
        assertThat(clock.now - before).isEqualTo(10 * SECOND - SECOND / 10);
    }

    @Test
    void whoIsSlowerIsNotHeldBack() throws Exception {
        for (int i = 0; i < 100; i++) {
            use(1, 50);
            clock.now += SECOND / 10;
        }
        assertThat(clock.now - 5 * SECOND).isLessThanOrEqualTo(10 * SECOND + SECOND / 10);
    }
}

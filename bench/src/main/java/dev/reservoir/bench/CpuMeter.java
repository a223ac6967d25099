package dev.reservoir.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The broker's CPU time from one moment on. */
record CpuMeter(ProcessTree broker, double before) {
    /** What a broker puts off past its last answer still counts for so long. */
    private static final int SETTLE_MS = 2_000;

    static CpuMeter start(Broker broker) throws IOException {
        return new CpuMeter(broker.usage(), broker.usage().cpuSeconds());
    }

    /** Seconds of CPU so far, at once. */
    double seconds() throws IOException {
        return broker.cpuSeconds() - before;
    }

    /** Seconds of CPU, after a pause for what was put off. */
    double secondsSettled() throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
        return seconds();
    }
}

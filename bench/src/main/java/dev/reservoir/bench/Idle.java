package dev.reservoir.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Memory of a broker that was started and left alone. */
record Idle() implements Workload {
    private static final int SECONDS = 10;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public boolean sharesBroker() {
        return false;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SECONDS);
        recorder.add(Figure.IDLE_MEMORY, stage.broker().usage().residentMegabytes());
    }
}

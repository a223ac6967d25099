package dev.reservoir.bench;

import java.io.IOException;

/** One kind of load and what is measured under it. */
interface Workload {
    /** As {@code --workloads} takes it. */
    String name();

    /** Whether it may follow others on one broker, or wants a fresh one for itself. */
    boolean sharesBroker();

    void run(Stage stage, Recorder recorder) throws IOException, InterruptedException;

    /** Takes what was measured. */
    interface Recorder {
        void add(Figure figure, double value);
    }
}

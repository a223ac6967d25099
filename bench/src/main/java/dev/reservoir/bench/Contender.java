package dev.reservoir.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A broker that takes part: how to make a data directory for it and how to start it there. */
sealed interface Contender permits ApacheKafka, Reservoir {
    /** As it stands in the table's head and in {@code --only}. */
    String name();

    /** Makes what a first start needs; the time it takes counts nowhere. */
    void prepare(Path directory, int port) throws IOException, InterruptedException;

    /**
     * Starts in the foreground on {@code 127.0.0.1:port}, with its data below {@code directory}.
     */
    List<String> command(Path directory, int port);

    /** The passes of compaction over a partition that the broker's own log tells of. */
    List<Compaction.Pass> passes(String log, String partition);

    /** What is added to the environment of the process. */
    Map<String, String> environment();
}

package dev.reservoir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where one contender's workload plays: a data directory, a port, and the broker that runs on them
 * now. Closing it kills the broker and removes the directory.
 */
final class Stage implements AutoCloseable {
    private final Contender contender;
    private final Cleanup cleanup;
    private final Path directory;
    private final int port;
    private Broker broker;

    private Stage(Contender contender, Cleanup cleanup, Path directory, int port)
            throws IOException {
        this.contender = contender;
        this.cleanup = cleanup;
        this.directory = directory;
        this.port = port;
        this.broker = Broker.start(contender, directory, port, cleanup);
    }

    /** A contender's broker, just started on an empty directory. */
    static Stage open(Contender contender, Path parent, Cleanup cleanup)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, "bench-" + contender.name() + "-");
        cleanup.onExit(directory);
        int port = ApacheKafka.freePort();
        contender.prepare(directory, port);
        return new Stage(contender, cleanup, directory, port);
    }

    Broker broker() {
        return broker;
    }

    Load load() {
        return new Load(broker.address());
    }

    /** The passes of compaction over a partition so far. */
    List<Compaction.Pass> passes(String partition) throws IOException {
        return contender.passes(broker.said(), partition);
    }

    void kill() {
        cleanup.kill(broker.process());
    }

    /** Starts it again on the same directory and port. */
    void restart() throws IOException {
        broker = Broker.start(contender, directory, port, cleanup);
    }

    @Override
    public void close() {
        kill();
        cleanup.delete(directory);
    }
}

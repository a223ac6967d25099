package dev.reservoir.broker;

import dev.reservoir.broker.api.RehearsalLoad;
import dev.reservoir.broker.api.RehearsalRequests;
import dev.reservoir.meta.config.BrokerConfig;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A start, a first client, a busy one and a stop in a temporary directory: the run from which the
 * JVM records the AOT cache that makes the next starts fast (JEP 514).
 */
final class Rehearsal {
    private static final int PATIENCE_MS = 10_000;

    /** As many requests as the Java producer has on their way. */
    private static final int BUSY = 5;

    private Rehearsal() {}

    static void run() {
        try {
            Path data = Files.createTempDirectory("reservoir-rehearsal");
            try (RunningBroker broker = RunningBroker.start(config(data))) {
                converse(broker.address(), RehearsalRequests.frames().stream(), 1);
                converse(broker.address(), RehearsalLoad.frames(), BUSY);
            } finally {
                remove(data);
            }
        } catch (IOException e) {
            throw new StartException("The rehearsal failed: " + e.getMessage() + ".", e);
        }
    }

    static BrokerConfig config(Path data) {
        return BrokerConfig.of(
                Map.of(
                        "log.dirs", data.toString(),
                        "listeners", "PLAINTEXT://localhost:0",
                        "num.partitions", String.valueOf(RehearsalLoad.PARTITIONS)));
    }

    private static void converse(InetSocketAddress address, Stream<byte[]> frames, int inFlight)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            DataInputStream answers = new DataInputStream(socket.getInputStream());
            int owed = 0;
            for (byte[] frame : (Iterable<byte[]>) frames::iterator) {
                if (owed == inFlight) {
                    answers.readNBytes(answers.readInt());
                    owed--;
                }
                socket.getOutputStream().write(frame);
                owed++;
            }
            while (owed-- > 0) {
                answers.readNBytes(answers.readInt());
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}

package dev.reservoir.broker;

import dev.reservoir.broker.api.RehearsalRequests;
import dev.reservoir.meta.config.BrokerConfig;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A start, a first client and a stop in a temporary directory: the run from which the JVM records
 * the AOT cache that makes the next starts fast (JEP 514).
 */
final class Rehearsal {
    private static final int PATIENCE_MS = 10_000;

    private Rehearsal() {}

    static void run() {
        try {
            Path data = Files.createTempDirectory("reservoir-rehearsal");
            try (RunningBroker broker = RunningBroker.start(config(data))) {
                converse(broker.address(), RehearsalRequests.frames());
            } finally {
                remove(data);
            }
        } catch (IOException e) {
            throw new StartException("The rehearsal failed: " + e.getMessage() + ".", e);
        }
    }

    private static BrokerConfig config(Path data) {
        return BrokerConfig.of(
                Map.of("log.dirs", data.toString(), "listeners", "PLAINTEXT://localhost:0"));
    }

    private static void converse(InetSocketAddress address, List<byte[]> frames)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            DataInputStream answers = new DataInputStream(socket.getInputStream());
            for (byte[] frame : frames) {
                socket.getOutputStream().write(frame);
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

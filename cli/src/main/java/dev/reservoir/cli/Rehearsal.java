package dev.reservoir.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every command once against a port where nobody answers, so that a JVM that records an AOT
 * cache meets the classes they load. Started by {@code bin/lib/launch.sh} after a build; prints
 * nothing.
 */
final class Rehearsal {
    /** Kafka's clients give up after so long. */
    private static final String IMPATIENT =
            """
            default.api.timeout.ms=300
            request.timeout.ms=200
            max.block.ms=300
            delivery.timeout.ms=300
            linger.ms=0
            """;

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Path config = Files.createTempFile("rehearsal", ".properties");
        try {
            Files.writeString(config, IMPATIENT);
            String nobody = "127.0.0.1:" + freePort();
            for (List<String> scene : scenes(nobody, config.toString())) {
                Main.run(scene, silent());
            }
        } finally {
            Files.delete(config);
        }
    }

    private static List<List<String>> scenes(String servers, String config) {
        List<List<String>> scenes = new ArrayList<>();
        for (String name : CommandTable.names()) {
            scenes.add(List.of(name, "--help"));
        }
        List<String> where = List.of("--bootstrap-server", servers, "--command-config", config);
        scenes.add(with(where, "kafka-topics", "--list"));
        scenes.add(with(where, "kafka-topics", "--describe", "--topic", "t"));
        scenes.add(with(where, "kafka-topics", "--create", "--topic", "t", "--partitions", "1"));
        scenes.add(with(where, "kafka-consumer-groups", "--list", "--timeout", "300"));
        scenes.add(
                with(
                        where,
                        "kafka-consumer-groups",
                        "--describe",
                        "--group",
                        "g",
                        "--timeout",
                        "300"));
        scenes.add(with(where, "kafka-console-producer", "--topic", "t", "--max-block-ms", "300"));
        scenes.add(with(where, "kafka-console-consumer", "--topic", "t", "--timeout-ms", "300"));
        return scenes;
    }

    private static List<String> with(List<String> where, String... command) {
        List<String> scene = new ArrayList<>(List.of(command));
        scene.addAll(where);
        return scene;
    }

    private static Terminal silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
        return new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false);
    }

    /** A port that was free a moment ago: a connection to it is refused. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.reservoir.testing.likekafka;

import dev.reservoir.testing.process.Program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Apache Kafka, broker and controller in one process of its own, with the jars that the module
 * {@code testing/tools} fetches. Used by one thread.
 */
final class ApacheKafka implements AutoCloseable {
    private static final String CLUSTER_ID = "ijbXu0TRTyWq5rXyMwAfQw";
    private static final int STOP_SECONDS = 60;

    private final Path directory;
    private final Path settings;
    private final int port;
    private Process process;

    private ApacheKafka(Path directory, Path settings, int port) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.port = port;
        this.process = launch();
    }

    /**
     * Begins a start; it serves when it answers.
     *
     * @param directory gets its data and its output; the caller removes it
     * @param more settings beyond where it listens and keeps its data, a line each
     */
    static ApacheKafka start(Path directory, String more) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        int port = freePort();
        Path settings = directory.resolve("server.properties");
        Files.writeString(settings, settings(port, freePort(), directory.resolve("data")) + more);
        Path log = directory.resolve("format.log");
        Process format =
                java(
                        log,
                        List.of(
                                "kafka.tools.StorageTool",
                                "format",
                                "--standalone",
                                "-t",
                                CLUSTER_ID,
                                "-c",
                                settings.toString()));
        if (format.waitFor() != 0) {
            throw new IllegalStateException(
                    "Apache Kafka could not format its directory: " + Files.readString(log));
        }
        return new ApacheKafka(directory, settings, port);
    }

    private Process launch() throws IOException {
        return java(directory.resolve("broker.log"), List.of("kafka.Kafka", settings.toString()));
    }

    private static Process java(Path log, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        jars() + "/*"));
        line.addAll(arguments);
        return Program.launchOther(log, line);
    }

    /** Stops it as Ctrl+C does, and begins a start. */
    void restart() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Apache Kafka did not stop");
        }
        process = launch();
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private static String settings(int port, int controllerPort, Path data) {
        return """
        process.roles=broker,controller
        controller.quorum.bootstrap.servers=127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        inter.broker.listener.name=PLAINTEXT
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        """
                .formatted(port, controllerPort, data);
    }

    private static Path jars() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("testing/tools/pom.xml"))) {
            at =
                    Objects.requireNonNull(
                            at.getParent(), "no checkout of Reservoir above the working directory");
        }
        Path jars = at.resolve("testing/tools/target/lib");
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException(
                    "Apache Kafka is not there: mvn package -pl testing/tools");
        }
        return jars;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}

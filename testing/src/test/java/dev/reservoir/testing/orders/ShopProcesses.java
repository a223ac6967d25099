package dev.reservoir.testing.orders;

import dev.reservoir.orders.service.ServiceName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shop's four services as processes that can be killed. Used by one thread. */
final class ShopProcesses implements AutoCloseable {
    private final String bootstrap;
    private final Path directory;
    private final Map<ServiceName, Process> running = new EnumMap<>(ServiceName.class);

    /**
     * @param directory for databases and what the services print
     */
    ShopProcesses(String bootstrap, Path directory) {
        this.bootstrap = bootstrap;
        this.directory = directory;
    }

    void start(ServiceName name, int ordersPerSecond) throws IOException {
        Path output = directory.resolve(name.word() + ".log");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-Dorg.sqlite.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.reservoir.orders.Main",
                        "orders",
                        "--service",
                        name.word(),
                        "--bootstrap-server",
                        bootstrap,
                        "--data-dir",
                        directory.toString(),
                        "--rate",
                        Integer.toString(ordersPerSecond));
        running.put(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start());
    }

    /** Kills it as {@code kill -9} does and waits until it is gone. */
    void kill(ServiceName name) throws InterruptedException {
        process(name).destroyForcibly().waitFor();
    }

    /** Asks it to stop and waits until it has. */
    void stop(ServiceName name) throws InterruptedException {
        process(name).destroy();
        process(name).waitFor();
    }

    boolean isAlive(ServiceName name) {
        return process(name).isAlive();
    }

    private Process process(ServiceName name) {
        return Objects.requireNonNull(running.get(name));
    }

    /** All that a service printed. */
    String output(ServiceName name) throws IOException {
        return Files.readString(directory.resolve(name.word() + ".log"));
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : running.values()) {
            process.destroyForcibly().waitFor();
        }
    }
}

package dev.reservoir.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** This broker, started as a user starts it and with no setting changed. */
record Reservoir(Path program, Path javaHome) implements Contender {
    @Override
    public String name() {
        return "reservoir";
    }

    @Override
    public void prepare(Path directory, int port) {
        // A first start makes its own directory.
    }

    @Override
    public List<String> command(Path directory, int port) {
        return List.of(
                program.toString(),
                "start",
                "--data-dir",
                directory.resolve("data").toString(),
                "--listen",
                "127.0.0.1:" + port);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("JAVA_HOME", javaHome.toString());
    }
}

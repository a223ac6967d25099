package dev.reservoir.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
    public List<Compaction.Pass> passes(String log, String partition) {
        return Pattern.compile(
                        "Compacted "
                                + Pattern.quote(partition)
                                + " .* bytes of (\\d+) stay, .* ([0-9.]+) s,")
                .matcher(log)
                .results()
                .map(found ->
                        new Compaction.Pass(
                                Double.parseDouble(found.group(1)) / 1e6,
                                Double.parseDouble(found.group(2))))
                .toList();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("JAVA_HOME", javaHome.toString());
    }
}

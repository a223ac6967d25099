package dev.reservoir.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every command once, so that a JVM that records an AOT cache meets the classes they load.
 * Started by {@code bin/lib/launch.sh} after a build; prints nothing and needs no broker.
 */
final class Rehearsal {
    /** Nothing here takes long; on a busy machine Kafka's clients give up after so long. */
    private static final String IMPATIENT =
            """
            default.api.timeout.ms=3000
            request.timeout.ms=2000
            max.block.ms=3000
            """;

    private static final String OFFSETS =
            "{\"partitions\": [{\"topic\": \"%s\", \"partition\": 0, \"offset\": 0}]}"
                    .formatted(RehearsalBroker.TOPIC);

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        String broker = new RehearsalBroker().address();
        Path config = Files.createTempFile("rehearsal", ".properties");
        Path offsets = Files.createTempFile("rehearsal", ".json");
        try {
            Files.writeString(config, IMPATIENT);
            Files.writeString(offsets, OFFSETS);
            for (String scene : scenes(offsets)) {
                List<String> command = new ArrayList<>(List.of(scene.split(" ")));
                command.addAll(
                        List.of(
                                "--bootstrap-server",
                                broker,
                                "--command-config",
                                config.toString()));
                Main.run(command, silent());
            }
        } finally {
            Files.delete(config);
            Files.delete(offsets);
        }
        System.exit(0);
    }

    private static List<String> scenes(Path offsets) {
        List<String> scenes = new ArrayList<>();
        for (String name : CommandTable.names()) {
            scenes.add(name + " --help");
        }
        scenes.add("reservoir --help");
        scenes.add("reservoir topic create --help");
        String topic = " --topic " + RehearsalBroker.TOPIC;
        scenes.add("kafka-topics --list");
        scenes.add("kafka-topics --describe" + topic);
        scenes.add("kafka-topics --create --partitions 1 --config retention.ms=1" + topic);
        scenes.add("kafka-topics --delete" + topic);
        scenes.add("kafka-consumer-groups --timeout 3000 --list");
        scenes.add("kafka-consumer-groups --timeout 3000 --describe --group g");
        scenes.add(
                "kafka-consumer-groups --timeout 3000 --reset-offsets --to-latest --dry-run --group"
                        + " g"
                        + topic);
        scenes.add("kafka-consumer-groups --validate-regex a.*");
        scenes.add("kafka-configs --describe" + topic);
        scenes.add("kafka-configs --alter --add-config retention.ms=1" + topic);
        scenes.add("kafka-configs --describe --entity-type users");
        scenes.add("kafka-get-offsets" + topic);
        scenes.add("kafka-delete-records --offset-json-file " + offsets);
        scenes.add("kafka-transactions list");
        scenes.add("kafka-console-producer --timeout 0 --max-block-ms 3000" + topic);
        scenes.add("kafka-console-consumer --timeout-ms 500" + topic);
        scenes.add("kafka-console-consumer --timeout-ms 500 --partition 0 --offset 0" + topic);
        scenes.add("reservoir topic list");
        scenes.add("reservoir topic describe t");
        scenes.add("reservoir topic create t --retention 1d");
        scenes.add("reservoir group list --output json");
        scenes.add("reservoir group list --output yaml");
        scenes.add("reservoir config get t");
        scenes.add("reservoir status");
        scenes.add("reservoir produce t --value 1");
        scenes.add("reservoir produce t --format json");
        scenes.add("reservoir produce t --format csv");
        scenes.add("reservoir consume t --grep x --limit 0");
        scenes.add("reservoir __complete topic");
        return scenes;
    }

    private static Terminal silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
        byte[] line = "line\n".getBytes(StandardCharsets.UTF_8);
        return new Terminal(new ByteArrayInputStream(line), nowhere, nowhere, false);
    }
}

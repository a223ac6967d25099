package dev.reservoir.cli.house.bench;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Interruption;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Output.Nothing;
import dev.reservoir.cli.house.Table;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code reservoir bench}. */
public final class BenchCommand implements Command {
    private final BenchOptions options = new BenchOptions();

    @Override
    public String description() {
        return "Measures how fast records are written and read, and how soon they are"
                + " acknowledged.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir bench", "five seconds of 1 KB records"),
                new Example("reservoir bench --rate 1000 --size 100", "latency rather than rate"),
                new Example("reservoir bench -b kafka.example:9092 --for 30s -o json", ""));
    }

    @Override
    public void declare(OptionTable table) {
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        options.check(given);
        boolean own = options.topic.isEmpty();
        String topic = own ? "reservoir-bench-" + UUID.randomUUID() : options.topic;
        try (Admin admin = options.connection.admin(terminal)) {
            if (own) {
                Optional<Integer> partitions = Optional.of(options.partitions);
                await(
                        admin.createTopics(
                                        List.of(new NewTopic(topic, partitions, Optional.empty())))
                                .all());
            } else {
                Names.requireTopics(admin, List.of(topic));
            }
            // Ctrl+C must not leave the topic behind.
            try (Interruption interruption = new Interruption()) {
                interruption.calls(() -> {});
                try {
                    measure(admin, topic, interruption, terminal);
                } finally {
                    if (own && !options.keep) {
                        await(admin.deleteTopics(List.of(topic)).all());
                    }
                }
            }
        }
        return 0;
    }

    private void measure(Admin admin, String topic, Interruption interruption, Terminal terminal) {
        List<Measured> measured = new ArrayList<>();
        Marks before = Marks.of(admin, topic);
        measured.add(new WritePhase(options, topic, interruption, terminal).run());
        if (!interruption.requested()) {
            Marks after = Marks.of(admin, topic);
            measured.add(new ReadPhase(options, before, after, terminal).run(interruption));
        }
        Table<Measured> table =
                new Table<Measured>()
                        .column("phase", Measured::phase)
                        .count("records", Measured::records)
                        .bytes("bytes", Measured::bytes)
                        .column("seconds", each -> rounded(each.seconds()))
                        .count("recordsPerSecond", Measured::recordsPerSecond)
                        .bytes("bytesPerSecond", Measured::bytesPerSecond)
                        .column("p50Ms", each -> latency(each, 0.5))
                        .column("p99Ms", each -> latency(each, 0.99))
                        .column("p999Ms", each -> latency(each, 0.999));
        options.output.rows(table, measured, terminal);
        terminal.out().flush();
    }

    private static Object latency(Measured measured, double share) {
        return measured.latencies() == null
                ? Nothing.NOTHING
                : rounded(measured.latencies().percentileMs(share));
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2f", value));
    }
}

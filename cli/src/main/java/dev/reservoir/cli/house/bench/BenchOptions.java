package dev.reservoir.cli.house.bench;

import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.Output;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Times;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** What stands on the command line of {@code reservoir bench}. */
final class BenchOptions {
    private static final long LARGEST = 16 << 20;

    final Connection connection = Connection.withUsual();
    final Output output = new Output();
    private final List<String> properties = new ArrayList<>();
    String topic = "";
    Duration span = Duration.ofSeconds(5);
    long records;
    long size = 1024;
    int partitions = 6;
    double rate;
    String acks = "all";
    String compression = "none";
    boolean keep;

    void declare(OptionTable options) {
        options.value(
                "--topic",
                "TOPIC",
                "Use this topic, which stays (default: one of its own, deleted afterwards).",
                value -> topic = value);
        options.value(
                "--for",
                "SPAN",
                "How long to write (default 5s); as much is read.",
                value -> span = Times.span("--for", value));
        options.number(
                "--records", "N", "Write so many records instead.", value -> records = value);
        options.value(
                "--size",
                "SIZE",
                "Of a record's value (default 1KB).",
                value -> size = Sizes.parse("--size", value));
        options.integer(
                "--partitions",
                "N",
                "Of a topic of its own (default 6).",
                value -> partitions = value);
        options.decimal(
                "--rate",
                "N",
                "At most so many records a second, to see latency.",
                value -> rate = value);
        options.value("--acks", "all|1|0", "What counts as written (default all).", v -> acks = v);
        options.value(
                "--compression",
                "none|gzip|snappy|lz4|zstd",
                "Default none.",
                value -> compression = value);
        options.flag("--keep", "Leave a topic of its own there.", () -> keep = true);
        options.values(
                "--command-property",
                "KEY=VALUE",
                "A property of the producer and the consumer. Repeatable.",
                properties);
        connection.declare(options);
        output.declare(options);
    }

    void check(GivenOptions given) {
        given.forbid("--records", "--for");
        given.forbid("--topic", "--partitions", "--keep");
        if (size < 1 || size > LARGEST) {
            throw new UsageException(
                    "--size must be between 1 and "
                            + Sizes.text(LARGEST)
                            + ", not "
                            + Sizes.text(size));
        }
        if (span.isZero()) {
            throw new UsageException("--for needs some time, for example 5s");
        }
        if (partitions < 1) {
            throw new UsageException("--partitions needs a number above 0, not " + partitions);
        }
        if (given.has("--records") && records < 1) {
            throw new UsageException("--records needs a number above 0, not " + records);
        }
        if (given.has("--rate") && rate <= 0) {
            throw new UsageException("--rate needs a number above 0, not " + rate);
        }
    }

    /** Properties of a new client of the kind that knows these names. */
    Properties client(Set<String> known, Terminal terminal) {
        Properties client = connection.client(known, terminal);
        client.putAll(KeyValues.parse(properties));
        return client;
    }
}

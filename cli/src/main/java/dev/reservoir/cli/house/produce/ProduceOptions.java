package dev.reservoir.cli.house.produce;

import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.Output;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands on the command line of {@code reservoir produce}. */
final class ProduceOptions {
    /** What the input is read as. */
    enum Format {
        AUTO,
        LINES,
        JSON,
        CSV,
        WHOLE
    }

    /** Kafka's names of codecs. */
    enum Compression {
        NONE,
        GZIP,
        SNAPPY,
        LZ4,
        ZSTD
    }

    private static final Map<String, Format> FORMATS =
            Map.of(
                    "--key-separator", Format.LINES,
                    "--key-field", Format.JSON,
                    "--key-column", Format.CSV,
                    "--separator", Format.CSV,
                    "--text", Format.CSV);

    final Connection connection = Connection.withUsual();
    final Output output = new Output();

    /** The options that mean something to one format only, as far as they are given. */
    final Map<String, Format> bound = new LinkedHashMap<>();

    final List<String> files = new ArrayList<>();
    final List<String> values = new ArrayList<>();
    final List<String> headers = new ArrayList<>();
    final List<String> properties = new ArrayList<>();
    Format format = Format.AUTO;
    Compression compression = Compression.NONE;
    String topic = "";
    String separator = ",";
    String acks = "all";
    double rate;
    int partition = -1;
    boolean text;
    boolean tombstone;
    boolean create;
    @Nullable String key;
    @Nullable String keySeparator;
    @Nullable String keyField;

    void declare(OptionTable options) {
        options.positional(Positional.one("TOPIC", "The topic to write to.", v -> topic = v));
        options.positional(
                Positional.any(
                        "FILE",
                        "What is read; without one, standard input. .csv, .json, .jsonl and .ndjson"
                                + " are known by their names.",
                        files));
        options.choice(
                "--format",
                Format.class,
                "lines: a record a line. json: one a document, or an element of an array. csv: one"
                    + " a row, as a JSON object of the columns that the first row names. whole: one"
                    + " a file.",
                v -> format = v);
        options.values("--value, -v", "TEXT", "A record with this value. Repeatable.", values);
        options.flag("--tombstone", "A record without a value, for --key.", () -> tombstone = true);
        declareKeys(options);
        options.values("--header", "NAME=VALUE", "A header of every record. Repeatable.", headers);
        options.integer("--partition, -p", "N", "Write to this partition.", v -> partition = v);
        options.value(
                "--separator", "CHAR", "Between the cells of CSV (default ,).", v -> separator = v);
        options.flag("--text", "Cells of CSV stay text, numbers too.", () -> text = true);
        options.choice("--compression", Compression.class, "Default none.", v -> compression = v);
        options.value("--acks", "all|1|0", "What counts as written (default all).", v -> acks = v);
        options.decimal("--rate", "N", "At most so many records a second.", v -> rate = v);
        options.flag(
                "--create",
                "Make the topic if it is not there, even if one of a similar name is.",
                () -> create = true);
        options.values(
                "--command-property",
                "KEY=VALUE",
                "A property of the producer. Repeatable.",
                properties);
        connection.declare(options);
        output.declare(options);
    }

    private void declareKeys(OptionTable options) {
        options.value("--key, -k", "KEY", "The key of every record.", v -> key = v);
        options.value(
                "--key-separator",
                "TEXT",
                "Lines are KEY, this text, VALUE.",
                v -> keySeparator = v);
        options.value(
                "--key-field", "NAME", "The field of JSON that is the key.", v -> keyField = v);
        options.value(
                "--key-column", "NAME", "The column of CSV that is the key.", v -> keyField = v);
    }

    void check(GivenOptions given) {
        String[] keys = {"--key", "--key-separator", "--key-field", "--key-column"};
        for (String each : keys) {
            given.forbid(each, keys);
        }
        given.forbid("--value", "--format", "--key-separator", "--key-field", "--key-column");
        given.forbid("--tombstone", "--value", "--format");
        if (tombstone && key == null) {
            throw new UsageException("--tombstone needs --key");
        }
        if (!files.isEmpty() && (tombstone || !values.isEmpty())) {
            throw new UsageException(
                    "either files or --value, --tombstone: not both ('" + files.getFirst() + "')");
        }
        if (separator.length() != 1) {
            throw new UsageException("--separator needs one character, not '" + separator + "'");
        }
        if (given.has("--rate") && rate <= 0) {
            throw new UsageException("--rate needs a number above 0, not " + rate);
        }
        given.atLeast(0, "--partition", partition);
        FORMATS.forEach((option, format) -> {
            if (given.has(option)) {
                bound.put(option, format);
            }
        });
        if (!acks.matches("all|-1|1|0")) {
            throw new UsageException("'" + acks + "' is not a value of --acks: all, 1 or 0");
        }
        for (String header : headers) {
            if (header.indexOf('=') < 1) {
                throw new UsageException("'" + header + "' in --header is not NAME=VALUE");
            }
        }
    }
}

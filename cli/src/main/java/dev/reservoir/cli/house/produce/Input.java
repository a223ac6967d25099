package dev.reservoir.cli.house.produce;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.produce.ProduceOptions.Format;
import dev.reservoir.cli.house.produce.Source.Item;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One thing to read: its name for errors, its records, and how far it is read.
 *
 * @param size in bytes; 0 where nobody knows
 */
record Input(String name, Source source, Counted counted, long size) {
    /** Records from the command line. */
    static Input listed(List<Item> items) {
        return new Input(
                "the command line",
                new Listed(items),
                new Counted(InputStream.nullInputStream()),
                0);
    }

    boolean isListed() {
        return source instanceof Listed;
    }

    /** Bytes that were read. */
    long read() {
        return counted.bytes();
    }

    /** Opens standard input. */
    static Input standard(InputStream in, ProduceOptions options) {
        Format format = options.format == Format.AUTO ? Format.LINES : options.format;
        return open("standard input", in, 0, format, options);
    }

    /** Opens a file. */
    static Input file(String name, ProduceOptions options) {
        Path path = Path.of(name);
        try {
            Format format = options.format == Format.AUTO ? byName(name) : options.format;
            if (Files.isDirectory(path)) {
                throw new CommandFailure("Cannot read '" + name + "': it is a directory");
            }
            return open(name, Files.newInputStream(path), Files.size(path), format, options);
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    private static Format byName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return Format.CSV;
        }
        return lower.matches(".*\\.(json|jsonl|ndjson)") ? Format.JSON : Format.LINES;
    }

    private static Input open(
            String name, InputStream in, long size, Format format, ProduceOptions options) {
        refuseOptionsOfOthers(name, format, options);
        Counted counted = new Counted(in);
        try {
            Source source =
                    switch (format) {
                        case AUTO, LINES -> new Lines(counted, options.keySeparator);
                        case JSON -> new JsonDocuments(counted, options.keyField);
                        case CSV ->
                                new CsvRows(
                                        counted,
                                        options.separator.charAt(0),
                                        options.keyField,
                                        !options.text);
                        case WHOLE -> new Listed(List.of(whole(counted)));
                    };
            return new Input(name, source, counted, size);
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    private static Item whole(InputStream in) throws IOException {
        byte[] value = in.readNBytes(Source.LARGEST + 1);
        if (value.length > Source.LARGEST) {
            throw new Source.MalformedException(
                    "there is more than the "
                            + Sizes.text(Source.LARGEST)
                            + " that a record may be here");
        }
        return new Item(null, value);
    }

    /** A key that was asked for and quietly left out would be found out too late. */
    private static void refuseOptionsOfOthers(String name, Format format, ProduceOptions options) {
        options.bound.forEach((option, needed) -> {
            if (needed != format) {
                throw new CommandFailure(
                        "%s is for %s, and %s is read as %s: give --format %s, or leave it out"
                                .formatted(option, word(needed), name, word(format), word(needed)));
            }
        });
    }

    private static String word(Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /** What went wrong in reading it. */
    static CommandFailure failure(String name, IOException e) {
        return e instanceof Source.MalformedException
                ? new CommandFailure("In " + name + ", " + e.getMessage(), e)
                : new CommandFailure("Cannot read '" + name + "': " + KeyValues.reason(e), e);
    }
}

package dev.reservoir.cli.house.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;

/** A record a line; what stands before the separator is its key. */
final class Lines implements Source {
    private final BufferedReader reader;
    private final @Nullable String separator;
    private long number;

    Lines(InputStream in, @Nullable String separator) {
        this.reader = new BufferedReader(new InputStreamReader(in, UTF_8));
        this.separator = separator;
    }

    @Override
    public @Nullable Item next() throws IOException {
        String line = reader.readLine();
        number++;
        if (line == null) {
            return null;
        }
        if (separator == null) {
            return Item.of(null, line);
        }
        int end = line.indexOf(separator);
        if (end < 0) {
            throw new MalformedException(
                    "line "
                            + number
                            + " has no '"
                            + separator
                            + "' between a key and a value: "
                            + Shortened.of(line));
        }
        return Item.of(line.substring(0, end), line.substring(end + separator.length()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

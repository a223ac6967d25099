package dev.reservoir.cli.house.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.house.Sizes;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A record a line; what stands before the separator is its key. A line ends with a line feed, with
 * or without a carriage return before it; its bytes stay what they are, text or not.
 */
final class Lines implements Source {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte @Nullable [] separator;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** What was read and not yet given out: from here ... */
    private int start;

    /** ... to here in the buffer. */
    private int end;

    private long number;

    Lines(InputStream in, @Nullable String separator) {
        this.in = in;
        this.separator = separator == null ? null : separator.getBytes(UTF_8);
    }

    @Override
    public @Nullable Item next() throws IOException {
        number++;
        byte[] line = line();
        if (line == null || separator == null) {
            return line == null ? null : new Item(null, line);
        }
        int key = indexOf(separator, line);
        if (key < 0) {
            throw new MalformedException(
                    "line "
                            + number
                            + " has no '"
                            + new String(separator, UTF_8)
                            + "' between a key and a value: "
                            + Shortened.of(new String(line, UTF_8)));
        }
        return new Item(
                Arrays.copyOf(line, key),
                Arrays.copyOfRange(line, key + separator.length, line.length));
    }

    /** The next line without its end, or null if there is none. */
    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean begun = false;
        while (fill()) {
            begun = true;
            int feed = start;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            line.write(buffer, start, feed - start);
            start = Math.min(end, feed + 1);
            if (feed < end) {
                break;
            }
            if (line.size() > LARGEST) {
                throw new MalformedException(
                        "line " + number + " is longer than " + Sizes.text(LARGEST));
            }
        }
        return begun ? withoutReturn(line.toByteArray()) : null;
    }

    /** Whether there is something in the buffer, which is read if need be. */
    private boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(buffer));
        }
        return start < end;
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? Arrays.copyOf(line, line.length - 1) : line;
    }

    /** Where the part begins; -1 where it is not. */
    private static int indexOf(byte[] part, byte[] whole) {
        for (int at = 0; at <= whole.length - part.length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

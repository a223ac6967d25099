package dev.reservoir.cli.kafka.perf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.KeyValues;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where the values of the records come from. */
sealed interface Payloads {

    /** The value of record {@code index}; the producer may still hold earlier ones. */
    byte[] next(long index);

    /** Random upper-case letters. */
    record Letters(int size, RandomGenerator random) implements Payloads {
        @Override
        public byte[] next(long index) {
            byte[] payload = new byte[size];
            for (int i = 0; i < size; i++) {
                payload[i] = (byte) ('A' + random.nextInt(26));
            }
            return payload;
        }
    }

    /** The record's number as text. */
    record Numbers() implements Payloads {
        @Override
        public byte[] next(long index) {
            return Long.toString(index).getBytes(UTF_8);
        }
    }

    /** One of the pieces, at random. */
    record Pieces(List<byte[]> pieces, RandomGenerator random) implements Payloads {
        @Override
        public byte[] next(long index) {
            return pieces.get(random.nextInt(pieces.size()));
        }
    }

    static Payloads of(ProducerPerfOptions options, RandomGenerator random, PrintStream out) {
        if (options.payloadMonotonic) {
            return new Numbers();
        }
        if (options.payloadFile != null) {
            return new Pieces(
                    pieces(Path.of(options.payloadFile), options.payloadDelimiter, out), random);
        }
        return new Letters(options.recordSize == null ? 1 : options.recordSize, random);
    }

    private static List<byte[]> pieces(Path file, String delimiter, PrintStream out) {
        out.println("Reading payloads from: " + file.toAbsolutePath());
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    "Cannot read --payload-file " + file + ": " + KeyValues.reason(e), e);
        }
        if (text.isEmpty()) {
            throw new CommandFailure("--payload-file " + file + " is empty");
        }
        List<byte[]> pieces = new ArrayList<>();
        for (String piece : text.split(delimiter.equals("\\n") ? "\n" : delimiter)) {
            pieces.add(piece.getBytes(UTF_8));
        }
        out.println("Number of records read: " + pieces.size());
        return pieces;
    }
}

package dev.reservoir.testing.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** What happened, as a hash over all of it and the last lines in words. */
public final class Trace {
    private static final int KEPT_LINES = 200;

    private final MessageDigest digest;
    private final Consumer<String> listener;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private long lines;

    /**
     * @param listener told of every line
     */
    public Trace(Consumer<String> listener) {
        this.listener = listener;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void note(String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        lines++;
        if (last.size() == KEPT_LINES) {
            last.removeFirst();
        }
        last.addLast(line);
        listener.accept(line);
    }

    public long lines() {
        return lines;
    }

    /** The newest lines, oldest first. */
    public List<String> tail() {
        return List.copyOf(last);
    }

    /** Ends the trace. */
    public String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}

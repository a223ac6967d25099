package dev.reservoir.testing.sim;

/**
 * What a record's text says: who wrote it, as which of its records.
 *
 * @param idempotent whether it must be there once, and in order
 */
record Value(String producer, long sequence, boolean idempotent) {

    static String format(String producer, long sequence, boolean idempotent, int padding) {
        return producer + (idempotent ? ":" : "~") + sequence + "#" + "x".repeat(padding);
    }

    static Value parse(String text) {
        boolean idempotent = text.indexOf(':') >= 0;
        int split = text.indexOf(idempotent ? ':' : '~');
        int end = text.indexOf('#');
        if (split < 0 || end < split) {
            throw new AssertionError("nobody writes " + text);
        }
        return new Value(
                text.substring(0, split),
                Long.parseLong(text.substring(split + 1, end)),
                idempotent);
    }
}

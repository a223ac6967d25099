package dev.reservoir.wire.batch;

/**
 * Bytes that should hold a record batch do not. The message says what was found and what would have
 * been right.
 */
public final class CorruptBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptBatchException(String message) {
        super(message);
    }

    public CorruptBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.reservoir.orders.storage;

/** The database could not do what it was asked to. What was being written is rolled back. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}

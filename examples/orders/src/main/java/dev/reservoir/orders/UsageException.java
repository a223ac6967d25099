package dev.reservoir.orders;

/** The command line asks for something that cannot be: told in one sentence. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}

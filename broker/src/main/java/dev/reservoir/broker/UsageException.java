package dev.reservoir.broker;

/** The command line cannot be understood; the message is a sentence that says what is wrong. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}

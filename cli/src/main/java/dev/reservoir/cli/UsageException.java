package dev.reservoir.cli;

/**
 * The command line asks for something that cannot be: told in one sentence, with a pointer to
 * {@code --help}.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}

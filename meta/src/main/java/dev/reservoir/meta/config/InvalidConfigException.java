package dev.reservoir.meta.config;

/**
 * A setting that cannot be used; the message is one sentence with key, value and what is allowed.
 */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message);
    }
}

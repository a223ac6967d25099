package dev.reservoir.cli;

import org.jspecify.annotations.Nullable;

/** The command was well-formed and could not be carried out: told in one sentence, exit code 1. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.reservoir.log.local;

import java.io.IOException;

/** A segment was replaced or removed since its list was looked at: look again. */
final class RetiredException extends IOException {
    private static final long serialVersionUID = 1L;

    RetiredException(String message) {
        super(message);
    }
}

package dev.reservoir.meta.change;

import org.jspecify.annotations.Nullable;

/** The metadata log takes no changes now; the message says why. */
public final class MetadataUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MetadataUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

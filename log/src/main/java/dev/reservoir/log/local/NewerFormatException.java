package dev.reservoir.log.local;

import java.io.IOException;

/** A file was written by a newer program than this one. */
final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private NewerFormatException(String message) {
        super(message);
    }

    static void check(String what, int found, int known) throws NewerFormatException {
        if (found > known) {
            throw new NewerFormatException(
                    "the "
                            + what
                            + " has format version "
                            + found
                            + ", this program knows versions up to "
                            + known
                            + ": start the version of Reservoir that wrote it, or a newer one");
        }
    }
}

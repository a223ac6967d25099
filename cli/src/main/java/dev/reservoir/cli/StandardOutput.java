package dev.reservoir.cli;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * The process's standard output, which remembers why it could not be written: a {@link
 * java.io.PrintStream} over it only knows that it could not. Used by one thread at a time.
 */
final class StandardOutput extends FileOutputStream {
    /** A reader that has seen enough, as {@code head} has, is no loss. */
    private static final String NOBODY_READS = "Broken pipe";

    private volatile @Nullable String loss;

    StandardOutput() {
        this(FileDescriptor.out);
    }

    StandardOutput(FileDescriptor file) {
        super(file);
    }

    /** Why something that was printed is lost, for example a full disk; null if nothing is. */
    @Nullable String loss() {
        return loss;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            super.write(bytes, offset, length);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(NOBODY_READS)) {
                loss = reason;
            }
            throw e;
        }
    }
}

package dev.reservoir.broker.api;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** The data directory and the disk it lies on. */
public interface DataDirectory {
    /** Absolute. */
    String path();

    long totalBytes() throws IOException;

    long usableBytes() throws IOException;

    /** A directory of the file system. */
    static DataDirectory at(Path directory) {
        // Asked by path, not by its file store, which a chroot does not show.
        File file = directory.toAbsolutePath().normalize().toFile();
        return new DataDirectory() {
            @Override
            public String path() {
                return file.getPath();
            }

            @Override
            public long totalBytes() throws IOException {
                long bytes = file.getTotalSpace();
                if (bytes == 0) {
                    throw new IOException("the size of the disk of " + file + " is not known");
                }
                return bytes;
            }

            @Override
            public long usableBytes() {
                return file.getUsableSpace();
            }
        };
    }
}

package dev.reservoir.broker.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data directory and the disk it lies on. */
public interface DataDirectory {
    /** Absolute. */
    String path();

    long totalBytes() throws IOException;

    long usableBytes() throws IOException;

    /** A directory of the file system. */
    static DataDirectory at(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return new DataDirectory() {
            @Override
            public String path() {
                return absolute.toString();
            }

            @Override
            public long totalBytes() throws IOException {
                return bounded(Files.getFileStore(absolute).getTotalSpace());
            }

            @Override
            public long usableBytes() throws IOException {
                return bounded(Files.getFileStore(absolute).getUsableSpace());
            }

            // the JDK lets the sizes of huge file systems overflow
            private static long bounded(long bytes) {
                return bytes < 0 ? Long.MAX_VALUE : bytes;
            }
        };
    }
}

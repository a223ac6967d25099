package dev.reservoir.testing.disk;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * A disk that says it synced certain files or directories and did not, or that the sync went well
 * when it failed: how a test switches off a rule that is kept by syncing. Thread-safe when the
 * predicates are.
 */
public final class NegligentDisk implements Disk {
    private final CrashDisk disk;
    private final Predicate<Path> neglectedFiles;
    private final Predicate<Path> neglectedDirectories;
    private final Predicate<Path> hushedFiles;

    /**
     * @param neglectedFiles asked at every sync and every synchronous write
     * @param neglectedDirectories asked at every sync of a directory
     * @param hushedFiles asked when a sync or a synchronous write failed
     */
    public NegligentDisk(
            CrashDisk disk,
            Predicate<Path> neglectedFiles,
            Predicate<Path> neglectedDirectories,
            Predicate<Path> hushedFiles) {
        this.hushedFiles = hushedFiles;
        this.disk = disk;
        this.neglectedFiles = neglectedFiles;
        this.neglectedDirectories = neglectedDirectories;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new NegligentFile(file, disk.open(file), false);
    }

    @Override
    public DiskFile openReadOnly(Path file) throws IOException {
        return disk.openReadOnly(file);
    }

    @Override
    public DiskFile openSynchronous(Path file) throws IOException {
        if (!disk.exists(file)) {
            return disk.openSynchronous(file);
        }
        return new NegligentFile(file, disk.open(file), true);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (!neglectedDirectories.test(directory)) {
            disk.syncDirectory(directory);
        }
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return disk.usableBytes(path);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    /** A file whose syncs, and whose writes when it is synchronous, may go no further. */
    private final class NegligentFile implements DiskFile {
        private final Path path;
        private final DiskFile file;
        private final boolean synchronous;

        NegligentFile(Path path, DiskFile file, boolean synchronous) {
            this.path = path;
            this.file = file;
            this.synchronous = synchronous;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer[] sources, long position) throws IOException {
            file.write(sources, position);
            if (synchronous) {
                sync();
            }
        }

        @Override
        public void sync() throws IOException {
            if (neglectedFiles.test(path)) {
                return;
            }
            try {
                file.sync();
            } catch (IOException e) {
                if (disk.isDead() || !hushedFiles.test(path)) {
                    throw e;
                }
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target)
                throws IOException {
            return file.transferTo(position, count, target);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

package dev.reservoir.log.disk;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The machine's own disk. */
public final class LocalDisk implements Disk {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);

    /** The JDK's word for O_DIRECT, which is no part of its standard; null where it has none. */
    private static final @Nullable OpenOption DIRECT = directOption();

    @Override
    public DiskFile open(Path file) throws IOException {
        return openAs(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile openReadOnly(Path file) throws IOException {
        return openAs(file, Set.of(StandardOpenOption.READ));
    }

    @Override
    public DiskFile openSynchronous(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        try {
            return openAs(file, withDirect(file, options));
        } catch (FileSystemException | UnsupportedOperationException e) {
            LOG.debug("{} is written through the page cache: {}", file, e.toString());
            return openAs(file, options);
        }
    }

    /** The options and that for O_DIRECT, where the file system takes blocks of that size. */
    private static Set<OpenOption> withDirect(Path file, Set<OpenOption> options) {
        if (DIRECT == null) {
            return options;
        }
        try {
            if (BLOCK_BYTES % Files.getFileStore(file).getBlockSize() != 0) {
                return options;
            }
        } catch (IOException e) {
            // As in a chroot, which does not see what it is mounted on.
            LOG.debug("the block size of {} is not known: {}", file, e.toString());
            return options;
        }
        Set<OpenOption> all = new HashSet<>(options);
        all.add(DIRECT);
        return all;
    }

    private static @Nullable OpenOption directOption() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            for (Object option : options.getEnumConstants()) {
                if (option instanceof OpenOption open && option.toString().equals("DIRECT")) {
                    return open;
                }
            }
        } catch (ClassNotFoundException e) {
            LOG.debug("this JDK has no direct I/O: {}", e.toString());
        }
        return null;
    }

    private static DiskFile openAs(Path file, Set<OpenOption> options) throws IOException {
        return new LocalFile(file, options);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        // Not by its file store, which a chroot does not show.
        long usable = path.toFile().getUsableSpace();
        if (usable == 0 && !Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return usable;
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(
                    file + " is locked by another process, which uses this data directory");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}

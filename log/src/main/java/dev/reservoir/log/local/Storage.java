package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all partitions of a data directory share. */
final class Storage {
    private final Path root;
    private final Disk disk;
    private final OpenFiles files;
    private final Remover remover;
    private final AtomicBoolean rootChanged = new AtomicBoolean();

    Storage(Path root, Disk disk, int maxOpenFiles) {
        this.root = root;
        this.disk = disk;
        this.files = new OpenFiles(disk, maxOpenFiles);
        this.remover = new Remover(disk, root);
    }

    Path root() {
        return root;
    }

    Disk disk() {
        return disk;
    }

    OpenFiles files() {
        return files;
    }

    Remover remover() {
        return remover;
    }

    /** Whether an operation failed because the disk is full. */
    static boolean isFull(IOException cause) {
        String message = cause.getMessage();
        return message != null && message.contains("No space left");
    }

    /** Notes that a directory was made in the data directory. */
    void rootChanged() {
        rootChanged.set(true);
    }

    /** Whether a directory was made since the last call. */
    boolean takeRootChanged() {
        return rootChanged.getAndSet(false);
    }
}

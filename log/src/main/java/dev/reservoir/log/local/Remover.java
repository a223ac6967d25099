package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * Removes directories of deleted partitions in the background. After a crash it finds them again by
 * their names. Its thread lives while there is something to remove.
 */
final class Remover {
    private static final Logger LOG = LoggerFactory.getLogger(Remover.class);

    private final Disk disk;
    private final Path root;
    private final ArrayDeque<Path> waiting = new ArrayDeque<>();
    private boolean searchWanted;
    private boolean running;
    private boolean stopped;

    Remover(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /** Removes a directory that has a name for deletion already. */
    synchronized void removeLater(Path directory) {
        waiting.add(directory);
        startIfNeeded();
    }

    /** Looks for directories that an earlier process did not get to remove. */
    synchronized void searchLater() {
        searchWanted = true;
        startIfNeeded();
    }

    private void startIfNeeded() {
        if (!running && !stopped) {
            running = true;
            Thread.ofPlatform().name("partition-remover").daemon().start(this::run);
        }
    }

    private void run() {
        try {
            while (true) {
                Path next;
                synchronized (this) {
                    boolean nothing = waiting.isEmpty() && !searchWanted;
                    if (stopped || nothing) {
                        running = false;
                        notifyAll();
                        return;
                    }
                    next = waiting.isEmpty() ? root : waiting.remove();
                    searchWanted &= !next.equals(root);
                }
                work(next);
            }
        } catch (RuntimeException e) {
            LOG.error("removing deleted partitions stopped", e);
            synchronized (this) {
                running = false;
                notifyAll();
            }
        }
    }

    private void work(Path next) {
        try {
            if (next.equals(root)) {
                search();
            } else {
                clear(next);
                disk.syncDirectory(root);
            }
        } catch (IOException e) {
            LOG.warn(
                    "could not remove {} now; it is tried again at the next start: {}",
                    next,
                    e.toString());
        }
    }

    private void search() throws IOException {
        for (String name : disk.list(root)) {
            if (name.endsWith(PartitionDirectory.DELETE_SUFFIX)) {
                removeLater(root.resolve(name));
            }
        }
    }

    /** Removes a directory and the files in it now; does nothing when it is missing. */
    void clear(Path directory) throws IOException {
        for (String name : disk.list(directory)) {
            disk.delete(directory.resolve(name));
        }
        disk.delete(directory);
    }

    /** Stops after the directory at hand; what is left is found at the next start. */
    synchronized void stop() {
        stopped = true;
        boolean interrupted = false;
        while (running) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a bounded number of files open, those used last. A file that is pinned stays open beyond
 * that, also when it is renamed or removed. Thread-safe.
 */
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    private static final float LOAD_FACTOR = 0.75f;

    /** An open file; whoever has it unpins it once. */
    static final class Pin implements AutoCloseable {
        final DiskFile file;
        private int pins;
        private boolean retired;

        private Pin(DiskFile file) {
            this.file = file;
        }

        private synchronized boolean tryPin() {
            if (retired) {
                return false;
            }
            pins++;
            return true;
        }

        @Override
        public void close() {
            boolean last;
            synchronized (this) {
                pins--;
                last = retired && pins == 0;
            }
            if (last) {
                closeFile();
            }
        }

        private void retire() {
            boolean last;
            synchronized (this) {
                last = !retired && pins == 0;
                retired = true;
            }
            if (last) {
                closeFile();
            }
        }

        private void closeFile() {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", file, e.toString());
            }
        }
    }

    private final Disk disk;
    private final int limit;
    private final LinkedHashMap<CachedFile, Pin> open = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    OpenFiles(Disk disk, int limit) {
        this.disk = disk;
        this.limit = limit;
    }

    /** A file of the cache; costs nothing while it is closed. */
    interface CachedFile {
        Path path();

        /** Whether it is an error that the file is missing; else it is made. */
        boolean mustExist();
    }

    /**
     * Pins a file, opening it if need be. Calls for one file must not race with its {@link #forget
     * renaming or removal}.
     */
    Pin pin(CachedFile cached) throws IOException {
        synchronized (open) {
            Pin pin = open.get(cached);
            if (pin != null && pin.tryPin()) {
                return pin;
            }
        }
        Path path = cached.path();
        if (cached.mustExist() && !disk.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "it was there before");
        }
        Pin opened = new Pin(disk.open(path));
        Pin spare;
        Pin chosen;
        synchronized (open) {
            Pin other = open.get(cached);
            if (other != null && other.tryPin()) {
                chosen = other;
                spare = opened;
            } else {
                opened.tryPin();
                chosen = opened;
                open.put(cached, opened);
                spare = open.size() > limit ? eldest() : null;
            }
        }
        if (spare != null) {
            spare.retire();
        }
        return chosen;
    }

    /** Whether there is a file of that name. */
    boolean exists(Path path) throws IOException {
        return disk.exists(path);
    }

    private Pin eldest() {
        Iterator<Map.Entry<CachedFile, Pin>> all = open.entrySet().iterator();
        Pin eldest = all.next().getValue();
        all.remove();
        return eldest;
    }

    /** Lets go of a file that is about to be renamed, replaced or removed. */
    void forget(CachedFile cached) {
        Pin pin;
        synchronized (open) {
            pin = open.remove(cached);
        }
        if (pin != null) {
            pin.retire();
        }
    }

    /** Closes what is not pinned. */
    void close() {
        LinkedHashMap<CachedFile, Pin> all;
        synchronized (open) {
            all = new LinkedHashMap<>(open);
            open.clear();
        }
        all.values().forEach(Pin::retire);
    }

    int size() {
        synchronized (open) {
            return open.size();
        }
    }
}

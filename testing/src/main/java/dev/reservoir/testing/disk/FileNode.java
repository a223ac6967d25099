package dev.reservoir.testing.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A file's bytes as the process sees them, and for each 512-byte sector that was not synced what it
 * held since: any of those may be what the disk has. Guarded by the disk's lock.
 */
final class FileNode implements Node {
    static final int SECTOR = 512;
    private static final int MAX_VERSIONS = 16;
    private static final int STYLES = 4;

    /**
     * What a sector held since it was last durable, which is the first; the last is what it holds.
     */
    private static final class History {
        final List<byte[]> versions = new ArrayList<>();

        /** A failed sync: the system believes it clean, the disk may never have got it. */
        boolean lost;

        void add(byte[] version) {
            if (versions.size() == MAX_VERSIONS) {
                versions.remove(1);
            }
            versions.add(version);
        }
    }

    private byte[] bytes = new byte[0];
    private int size;
    private final TreeMap<Integer, History> unsynced = new TreeMap<>();

    /** Sizes since the last durable one, which is the first; empty when the size is durable. */
    private final List<Integer> sizes = new ArrayList<>();

    private boolean sizeLost;

    int size() {
        return size;
    }

    boolean isDurable() {
        return unsynced.isEmpty() && sizes.isEmpty();
    }

    int read(byte[] target, int position) {
        int count = Math.min(target.length, size - position);
        System.arraycopy(bytes, position, target, 0, count);
        return count;
    }

    void write(int position, byte[] source, int count) {
        if (count == 0) {
            return;
        }
        int end = Math.addExact(position, count);
        reserve(Math.max(end, size));
        int first = Math.min(position, size) / SECTOR;
        int last = (end - 1) / SECTOR;
        remember(first, last);
        System.arraycopy(source, 0, bytes, position, count);
        if (end > size) {
            resize(end);
        }
        note(first, last);
    }

    void truncate(int newSize) {
        if (newSize >= size) {
            return;
        }
        int first = newSize / SECTOR;
        int last = (size - 1) / SECTOR;
        remember(first, last);
        Arrays.fill(bytes, newSize, size, (byte) 0);
        resize(newSize);
        note(first, last);
    }

    void sync() {
        unsynced.values().removeIf(history -> !history.lost);
        settleSize();
    }

    /** A synchronous write of this range has ended. */
    void syncRange(int position, int count) {
        if (count > 0) {
            unsynced.subMap(position / SECTOR, true, (position + count - 1) / SECTOR, true).clear();
        }
        settleSize();
    }

    /** What is dirty now counts as clean for every later sync, and may be lost all the same. */
    void failSync() {
        unsynced.values().forEach(history -> history.lost = true);
        sizeLost = !sizes.isEmpty();
    }

    /** What the disk holds after a power cut. */
    FileNode afterPowerCut(RandomGenerator random) {
        FileNode left = new FileNode();
        int style = random.nextInt(STYLES);
        left.bytes = bytes.clone();
        int stop = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.lastKey() + 2);
        unsynced.forEach((sector, history) -> {
            byte[] kept = history.versions.get(pick(style, sector < stop, history, random));
            System.arraycopy(kept, 0, left.bytes, sector * SECTOR, kept.length);
        });
        left.size = size;
        if (!sizes.isEmpty()) {
            int pick =
                    switch (style) {
                        case 0 -> 0;
                        case 1 -> sizes.size() - 1;
                        default -> random.nextInt(sizes.size());
                    };
            left.size = sizes.get(pick);
        }
        int sectors = (left.size + SECTOR - 1) / SECTOR;
        left.bytes = Arrays.copyOf(Arrays.copyOf(left.bytes, left.size), sectors * SECTOR);
        return left;
    }

    private static int pick(
            int style, boolean beforeStop, History history, RandomGenerator random) {
        int newest = history.versions.size() - 1;
        return switch (style) {
            case 0 -> 0;
            case 1 -> history.lost ? random.nextInt(newest + 1) : newest;
            case 2 -> beforeStop ? newest : 0;
            default -> random.nextInt(newest + 1);
        };
    }

    private void settleSize() {
        if (!sizeLost) {
            sizes.clear();
        }
    }

    private void resize(int newSize) {
        if (sizes.isEmpty()) {
            sizes.add(size);
        }
        if (sizes.size() == MAX_VERSIONS) {
            sizes.subList(1, 2).clear();
        }
        size = newSize;
        sizes.add(size);
        sizeLost = false;
    }

    /** Room for so many bytes, in whole sectors. */
    private void reserve(int needed) {
        int sectors = (needed + SECTOR - 1) / SECTOR;
        if (bytes.length < sectors * SECTOR) {
            bytes =
                    Arrays.copyOf(
                            bytes, Math.max(sectors * SECTOR, Math.min(bytes.length * 2, 1 << 24)));
        }
    }

    private void remember(int first, int last) {
        for (int sector = first; sector <= last; sector++) {
            History history = unsynced.computeIfAbsent(sector, _ -> new History());
            if (history.versions.isEmpty()) {
                history.add(sectorBytes(sector));
            }
        }
    }

    private void note(int first, int last) {
        for (int sector = first; sector <= last; sector++) {
            History history = unsynced.computeIfAbsent(sector, _ -> new History());
            history.add(sectorBytes(sector));
            history.lost = false;
        }
    }

    private byte[] sectorBytes(int sector) {
        return Arrays.copyOfRange(bytes, sector * SECTOR, (sector + 1) * SECTOR);
    }
}

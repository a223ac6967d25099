package dev.reservoir.testing.disk;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that knows what was synced. A {@linkplain #powerCut power cut} leaves what was;
 * of the rest every 512-byte sector, size and name is dropped, kept or left at an older version, by
 * chance. A {@linkplain #kill kill} leaves all, synced or not. The power can be set to go out at
 * the nth change, in the middle of it, and operations can be made to fail. Thread-safe.
 */
public final class CrashDisk implements Disk {
    /** What can be made to fail. */
    public enum Operation {
        READ,
        /** Any write. */
        WRITE,
        /** A sync, and a write through a synchronous file. */
        SYNC,
        SYNC_DIRECTORY,
        /** Making, renaming or removing a name. */
        NAME
    }

    private static final class Fault {
        final Operation operation;
        final Predicate<Path> files;
        int skip;

        Fault(Operation operation, Predicate<Path> files, int skip) {
            this.operation = operation;
            this.files = files;
            this.skip = skip;
        }
    }

    private final Namespace names;
    private final Set<Path> locks = new HashSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private long capacity;
    private long changes;
    private long cutAt = Long.MAX_VALUE;
    private boolean dead;

    /** An empty disk. */
    public CrashDisk(long capacity) {
        this(new Namespace(new DirectoryNode()), capacity);
    }

    private CrashDisk(Namespace names, long capacity) {
        this.names = names;
        this.capacity = capacity;
    }

    /** What the next process finds after the power went; this disk is of no use any more. */
    public synchronized CrashDisk powerCut(RandomGenerator random) {
        dead = true;
        return imagine(random);
    }

    /** What a power cut right now could leave; this disk works on. */
    public synchronized CrashDisk imagine(RandomGenerator random) {
        return new CrashDisk(names.afterPowerCut(random), capacity);
    }

    /** What the next process finds after this one was killed: all of it, synced or not. */
    public synchronized CrashDisk kill() {
        dead = true;
        return new CrashDisk(names, capacity);
    }

    /**
     * The power goes out in the middle of the nth change from now on (1 is the next): that one is
     * begun and not synced, it fails, and so does everything after it.
     */
    public synchronized void cutPowerAt(long nth) {
        cutAt = changes + nth;
    }

    /** Whether the power has gone, or the process was killed. */
    public synchronized boolean isDead() {
        return dead;
    }

    /** Changes so far: writes, syncs, truncations and names. */
    public synchronized long changes() {
        return changes;
    }

    /** Bytes the files may take together from now on. */
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    /**
     * Lets one operation fail with an I/O error: that on one of {@code files} which comes after
     * {@code skip} others. After a failed sync the system takes what was dirty for clean, and
     * whether the disk has it is open.
     */
    public synchronized void fail(Operation operation, Predicate<Path> files, int skip) {
        faults.add(new Fault(operation, files, skip));
    }

    /** From now on nothing fails that was made to fail. */
    public synchronized void heal() {
        faults.clear();
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        checkPower(file);
        if (names.find(file) == null) {
            beginNameChange(file);
            names.put(parent(file), name(file), new FileNode());
            endChange(file);
        }
        return handle(file, CrashFile.Mode.WRITE);
    }

    @Override
    public synchronized DiskFile openReadOnly(Path file) throws IOException {
        return handle(file, CrashFile.Mode.READ);
    }

    @Override
    public synchronized DiskFile openSynchronous(Path file) throws IOException {
        return handle(file, CrashFile.Mode.SYNCHRONOUS);
    }

    private DiskFile handle(Path file, CrashFile.Mode mode) throws IOException {
        checkPower(file);
        return switch (names.find(file)) {
            case FileNode node -> new CrashFile(this, node, file, mode);
            case DirectoryNode _ -> throw new IOException(file + " is a directory");
            case null -> throw new NoSuchFileException(file.toString());
        };
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        checkPower(directory);
        Path at = directory.isAbsolute() ? directory.getRoot() : Path.of("");
        for (Path name : directory.normalize()) {
            at = at == null ? name : at.resolve(name);
            Node node = names.find(at);
            if (node == null) {
                beginNameChange(at);
                names.put(parent(at), name(at), new DirectoryNode());
                endChange(at);
            } else if (node instanceof FileNode) {
                throw new IOException(at + " is a file");
            }
        }
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        checkPower(directory);
        DirectoryNode node = names.directory(directory);
        return node == null ? List.of() : List.copyOf(node.names.keySet());
    }

    @Override
    public synchronized boolean exists(Path path) throws IOException {
        checkPower(path);
        return names.find(path) != null;
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        checkPower(from);
        if (names.find(from) == null) {
            throw new NoSuchFileException(from.toString());
        }
        if (names.find(to) instanceof DirectoryNode taken && !taken.names.isEmpty()) {
            throw new DirectoryNotEmptyException(to.toString());
        }
        beginNameChange(from);
        names.move(parent(from), name(from), parent(to), name(to));
        endChange(from);
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        checkPower(path);
        Node node = names.find(path);
        if (node == null) {
            return;
        }
        if (node instanceof DirectoryNode directory && !directory.names.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        beginNameChange(path);
        names.remove(parent(path), name(path));
        endChange(path);
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        checkPower(directory);
        DirectoryNode node = names.directory(directory);
        if (node == null) {
            throw new NoSuchFileException(directory.toString());
        }
        failIfAsked(Operation.SYNC_DIRECTORY, directory);
        beginChange();
        endChange(directory);
        names.sync(node);
    }

    @Override
    public synchronized long usableBytes(Path path) throws IOException {
        checkPower(path);
        return Math.max(0, capacity - names.bytes());
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        open(file).close();
        if (!locks.add(file)) {
            throw new IOException(file + " is locked by another process");
        }
        return () -> {
            synchronized (this) {
                locks.remove(file);
            }
        };
    }

    void checkPower(Path file) throws IOException {
        if (dead) {
            throw new IOException(file + ": the power is out");
        }
    }

    /** Counts a change that is about to be made. */
    void beginChange() {
        changes++;
    }

    /**
     * Ends a change that is made but not synced.
     *
     * @throws IOException when the power goes out right now
     */
    void endChange(Path file) throws IOException {
        if (changes >= cutAt) {
            dead = true;
            checkPower(file);
        }
    }

    void failIfAsked(Operation operation, Path file) throws IOException {
        for (Iterator<Fault> all = faults.iterator(); all.hasNext(); ) {
            Fault fault = all.next();
            if (fault.operation == operation && fault.files.test(file)) {
                if (fault.skip == 0) {
                    all.remove();
                    throw new IOException(file + ": Input/output error");
                }
                fault.skip--;
            }
        }
    }

    /** Bytes the files take together. */
    public synchronized long used() {
        return names.bytes();
    }

    /** Bytes the disk can still take. */
    long free() {
        return Math.max(0, capacity - names.bytes());
    }

    private void beginNameChange(Path path) throws IOException {
        failIfAsked(Operation.NAME, path);
        beginChange();
    }

    private DirectoryNode parent(Path path) throws NoSuchFileException {
        DirectoryNode parent = names.directory(path.normalize().getParent());
        if (parent == null) {
            throw new NoSuchFileException(path.toString());
        }
        return parent;
    }

    private static String name(Path path) throws IOException {
        Path name = path.normalize().getFileName();
        if (name == null) {
            throw new IOException(path + " has no name");
        }
        return name.toString();
    }
}

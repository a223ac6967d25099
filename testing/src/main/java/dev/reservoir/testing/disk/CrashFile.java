package dev.reservoir.testing.disk;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;
import dev.reservoir.testing.disk.CrashDisk.Operation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open file of a {@link CrashDisk}. */
final class CrashFile implements DiskFile {
    enum Mode {
        READ,
        WRITE,
        SYNCHRONOUS
    }

    private final CrashDisk disk;
    private final FileNode node;
    private final Path path;
    private final Mode mode;
    private boolean closed;

    CrashFile(CrashDisk disk, FileNode node, Path path, Mode mode) {
        this.disk = disk;
        this.node = node;
        this.path = path;
        this.mode = mode;
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            check();
            return node.size();
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        byte[] bytes;
        synchronized (disk) {
            check();
            disk.failIfAsked(Operation.READ, path);
            if (position >= node.size()) {
                return -1;
            }
            bytes = copy(position, target.remaining());
        }
        target.put(bytes);
        return bytes.length;
    }

    private byte[] copy(long position, long count) {
        byte[] bytes = new byte[(int) Math.min(count, node.size() - position)];
        node.read(bytes, (int) position);
        return bytes;
    }

    @Override
    public void write(ByteBuffer[] sources, long position) throws IOException {
        synchronized (disk) {
            checkWritable();
            disk.failIfAsked(Operation.WRITE, path);
            byte[] bytes = gather(sources);
            checkBlocks(position, bytes.length);
            long growth = Math.max(0, position + bytes.length - node.size());
            long missing = Math.max(0, growth - disk.free());
            int count = (int) Math.max(0, bytes.length - missing);
            disk.beginChange();
            node.write(Math.toIntExact(position), bytes, count);
            disk.endChange(path);
            if (count < bytes.length) {
                throw new IOException(path + ": No space left on device");
            }
            if (mode == Mode.SYNCHRONOUS) {
                failSyncIfAsked();
                node.syncRange(Math.toIntExact(position), bytes.length);
            }
        }
    }

    /** Direct I/O takes nothing else. */
    private void checkBlocks(long position, int length) throws IOException {
        boolean whole = position % Disk.BLOCK_BYTES == 0 && length % Disk.BLOCK_BYTES == 0;
        if (mode == Mode.SYNCHRONOUS && !whole) {
            throw new IOException(
                    "%s: %d bytes at %d are not whole blocks: Invalid argument"
                            .formatted(path, length, position));
        }
    }

    private static byte[] gather(ByteBuffer[] sources) {
        int count = 0;
        for (ByteBuffer source : sources) {
            count += source.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(count);
        for (ByteBuffer source : sources) {
            all.put(source);
        }
        return all.array();
    }

    @Override
    public void sync() throws IOException {
        synchronized (disk) {
            check();
            disk.beginChange();
            disk.endChange(path);
            failSyncIfAsked();
            node.sync();
        }
    }

    private void failSyncIfAsked() throws IOException {
        try {
            disk.failIfAsked(Operation.SYNC, path);
        } catch (IOException e) {
            node.failSync();
            throw e;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            checkWritable();
            disk.beginChange();
            node.truncate(Math.toIntExact(size));
            disk.endChange(path);
        }
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
            throws IOException {
        byte[] bytes;
        synchronized (disk) {
            check();
            disk.failIfAsked(Operation.READ, path);
            if (position >= node.size()) {
                return 0;
            }
            bytes = copy(position, count);
        }
        return target.write(ByteBuffer.wrap(bytes));
    }

    @Override
    public void close() {
        synchronized (disk) {
            closed = true;
        }
    }

    private void check() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        disk.checkPower(path);
    }

    private void checkWritable() throws IOException {
        check();
        if (mode == Mode.READ) {
            throw new IOException(path + " is open for reading only");
        }
    }
}

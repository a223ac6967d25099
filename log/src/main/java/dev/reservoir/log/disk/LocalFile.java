package dev.reservoir.log.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file of the machine's own disk. The JDK closes a channel when a thread that uses it is
 * interrupted; here the channel is opened again and the operation repeated, and the thread stays
 * interrupted.
 */
final class LocalFile implements DiskFile {
    /** What an operation on the channel looks like, so that it can be repeated. */
    private interface Operation {
        long run(FileChannel channel) throws IOException;
    }

    private final Path path;
    private final Set<OpenOption> options;
    private final Object gatherLock = new Object();
    private volatile FileChannel channel;
    private boolean closed;

    LocalFile(Path path, Set<OpenOption> options) throws IOException {
        this.path = path;
        this.options = options;
        this.channel = FileChannel.open(path, options);
    }

    @Override
    public long size() throws IOException {
        return repeat(FileChannel::size);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        while (target.hasRemaining()) {
            long at = position + (target.position() - start);
            if (repeat(open -> open.read(target, at)) < 0) {
                break;
            }
        }
        int got = target.position() - start;
        return got == 0 && target.hasRemaining() ? -1 : got;
    }

    @Override
    public void write(ByteBuffer[] sources, long position) throws IOException {
        if (sources.length == 1) {
            writeOne(sources[0], position);
            return;
        }
        synchronized (gatherLock) {
            long at = position;
            int first = 0;
            while (first < sources.length) {
                if (!sources[first].hasRemaining()) {
                    first++;
                    continue;
                }
                at += gather(sources, first, at);
            }
        }
    }

    private long gather(ByteBuffer[] sources, int first, long at) throws IOException {
        return repeat(open -> {
            open.position(at);
            return open.write(sources, first, sources.length - first);
        });
    }

    private void writeOne(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            long from = at;
            at += repeat(open -> open.write(source, from));
        }
    }

    @Override
    public void sync() throws IOException {
        repeat(open -> {
            open.force(false);
            return 0;
        });
    }

    @Override
    public void truncate(long size) throws IOException {
        repeat(open -> {
            open.truncate(size);
            return 0;
        });
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
            throws IOException {
        return repeat(open -> open.transferTo(position, count, target));
    }

    private long repeat(Operation operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel open = channel;
                try {
                    return operation.run(open);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen(open, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Opens the file again unless somebody closed it on purpose; it may be the peer's channel. */
    private synchronized void reopen(FileChannel failed, ClosedChannelException cause)
            throws IOException {
        if (closed || failed.isOpen()) {
            throw cause;
        }
        if (channel.equals(failed)) {
            channel = FileChannel.open(path, options);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

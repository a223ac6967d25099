package dev.reservoir.broker.net;

import dev.reservoir.wire.MalformedRequestException;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Cuts a connection's bytes into frames. Memory follows bytes that arrived, never a length that was
 * announced: a buffer starts small and doubles as it fills, except that a connection which has sent
 * a whole large frame gets as much at once for its next one. Small frames lie on the heap, large
 * ones in pooled direct buffers. Used by one thread.
 */
final class FrameReader {
    private static final int HEAD_BYTES = 4096;
    private static final int FIRST_BYTES = 1 << 16;
    private static final int TRUSTED_BYTES = 1 << 22;

    private final ReadableByteChannel channel;
    private final BufferPool pool;
    private final int maxFrameBytes;
    private final long poolTimeoutMs;

    /** Bytes read ahead: at least the length prefix, mostly whole small frames. */
    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).flip();

    private int trusted = FIRST_BYTES;

    FrameReader(
            ReadableByteChannel channel, BufferPool pool, int maxFrameBytes, long poolTimeoutMs) {
        this.channel = channel;
        this.pool = pool;
        this.maxFrameBytes = maxFrameBytes;
        this.poolTimeoutMs = poolTimeoutMs;
    }

    /**
     * The next frame; null when the client closed the connection between two frames.
     *
     * @throws MalformedRequestException when the bytes are no frame
     * @throws EOFException when the client closed in the middle of a frame
     */
    @Nullable Frame next() throws IOException, MalformedRequestException, InterruptedException {
        if (!fillHead(Integer.BYTES)) {
            if (head.hasRemaining()) {
                throw new EOFException("closed after " + head.remaining() + " bytes of a length");
            }
            return null;
        }
        int size = head.getInt(head.position());
        checkSize(size);
        head.position(head.position() + Integer.BYTES);
        return size <= HEAD_BYTES - Integer.BYTES ? small(size) : large(size);
    }

    private void checkSize(int size) throws MalformedRequestException {
        if (size < 0 || size > maxFrameBytes) {
            OtherProtocol other = lookAlike();
            throw new MalformedRequestException(
                    other == null
                            ? "the request announces %d bytes, at most %d are taken (socket.request.max.bytes)"
                                    .formatted(size, maxFrameBytes)
                            : "it looks like " + other.description());
        }
    }

    /**
     * The protocol that the bytes look like which were refused as a frame; null if none is known.
     */
    @Nullable OtherProtocol lookAlike() {
        return head.remaining() < Integer.BYTES ? null : OtherProtocol.of(head);
    }

    private Frame small(int size) throws IOException {
        if (!fillHead(size)) {
            throw cutOff(head.remaining(), size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.put(0, head, head.position(), size);
        head.position(head.position() + size);
        return new Frame(bytes, null);
    }

    private Frame large(int size)
            throws IOException, MalformedRequestException, InterruptedException {
        ByteBuffer bytes = lend(Math.min(size, trusted));
        try {
            bytes.put(head);
            while (bytes.position() < size) {
                if (!bytes.hasRemaining()) {
                    bytes = grow(bytes, size);
                }
                bytes.limit(Math.min(size, bytes.capacity()));
                if (channel.read(bytes) < 0) {
                    throw cutOff(bytes.position(), size);
                }
            }
        } catch (IOException
                | MalformedRequestException
                | InterruptedException
                | RuntimeException e) {
            pool.giveBack(bytes);
            throw e;
        }
        trusted = Math.clamp(size, FIRST_BYTES, TRUSTED_BYTES);
        return new Frame(bytes.flip(), pool);
    }

    private ByteBuffer grow(ByteBuffer full, int size)
            throws MalformedRequestException, InterruptedException {
        ByteBuffer larger = lend((int) Math.min(size, 2L * full.capacity()));
        larger.put(full.flip());
        pool.giveBack(full);
        return larger;
    }

    private ByteBuffer lend(int bytes) throws MalformedRequestException, InterruptedException {
        ByteBuffer buffer = pool.lend(bytes, poolTimeoutMs);
        if (buffer == null) {
            throw new MalformedRequestException(
                    "requests of all connections hold the memory they may"
                            + " (queued.max.request.bytes) and none was finished within "
                            + poolTimeoutMs
                            + " ms");
        }
        return buffer;
    }

    /** Reads until {@code bytes} lie in the head; false when the connection ends first. */
    private boolean fillHead(int bytes) throws IOException {
        if (head.remaining() >= bytes) {
            return true;
        }
        head.compact();
        try {
            while (head.position() < bytes) {
                if (channel.read(head) < 0) {
                    return false;
                }
            }
            return true;
        } finally {
            head.flip();
        }
    }

    private static EOFException cutOff(int had, int size) {
        return new EOFException("closed after " + had + " of the " + size + " bytes of a request");
    }
}

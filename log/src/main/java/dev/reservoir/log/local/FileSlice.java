package dev.reservoir.log.local;

import dev.reservoir.log.Slice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A region of a segment file. */
final class FileSlice implements Slice {
    private final OpenFiles.Pin pin;
    private final long position;
    private final int length;
    private boolean closed;

    /** Takes over the pin. */
    FileSlice(OpenFiles.Pin pin, long position, int length) {
        this.pin = pin;
        this.position = position;
        this.length = length;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int writeTo(WritableByteChannel target, int from) throws IOException {
        if (from >= length) {
            return 0;
        }
        return (int) pin.file.transferTo(position + from, length - from, target);
    }

    @Override
    public int read(ByteBuffer target, int from) throws IOException {
        if (from >= length) {
            return -1;
        }
        int limit = target.limit();
        target.limit(target.position() + Math.min(target.remaining(), length - from));
        try {
            return pin.file.read(target, position + from);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pin.close();
        }
    }
}

package dev.reservoir.broker.api;

import dev.reservoir.log.Slice;
import dev.reservoir.wire.RecordBytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A slice of a log as a response takes it. */
record SliceBytes(Slice slice) implements RecordBytes {
    @Override
    public int length() {
        return slice.length();
    }

    @Override
    public int writeTo(WritableByteChannel target, int from) throws IOException {
        return slice.writeTo(target, from);
    }

    @Override
    public int read(ByteBuffer target, int from) throws IOException {
        return slice.read(target, from);
    }

    @Override
    public void close() {
        slice.close();
    }
}

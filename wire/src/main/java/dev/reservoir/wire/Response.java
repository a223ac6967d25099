package dev.reservoir.wire;

import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An encoded response: a frame as a row of parts, length prefix first. A part is a buffer or a
 * stretch of records that lies elsewhere. Whoever sends it closes it. Not thread-safe.
 */
public final class Response implements AutoCloseable {
    /** One stretch of the frame. */
    public sealed interface Part {}

    /** Bytes made while encoding. */
    public record Encoded(ByteBuffer bytes) implements Part {}

    /** Bytes that are sent from where they are stored. */
    public record Stored(RecordBytes bytes) implements Part {}

    private final List<Part> parts;
    private final int size;

    private Response(List<Part> parts, int size) {
        this.parts = parts;
        this.size = size;
    }

    /**
     * @param version version of the request that is answered
     */
    public static Response encode(ApiKeys key, short version, int correlationId, ApiMessage body) {
        var header = new ResponseHeaderData().setCorrelationId(correlationId);
        short headerVersion = key.responseHeaderVersion(version);
        var cache = new ObjectSerializationCache();
        var sizes = new MessageSizeAccumulator();
        header.addSize(sizes, cache, headerVersion);
        body.addSize(sizes, cache, version);
        var sink = new Sink(Integer.BYTES + sizes.sizeExcludingZeroCopy());
        sink.writeInt(sizes.totalSize());
        header.write(sink, cache, headerVersion);
        body.write(sink, cache, version);
        return new Response(sink.finish(), Integer.BYTES + sizes.totalSize());
    }

    public List<Part> parts() {
        return parts;
    }

    /** Bytes of the frame, its length prefix included. */
    public int size() {
        return size;
    }

    /** Lets go of stored records. */
    @Override
    public void close() {
        for (Part part : parts) {
            if (part instanceof Stored(RecordBytes bytes)) {
                bytes.close();
            }
        }
    }

    /**
     * Collects the parts: everything but stored records goes into one buffer of the size computed
     * before.
     */
    private static final class Sink implements Writable {
        private final List<Part> parts = new ArrayList<>(3);
        private final ByteBuffer buffer;
        private final ByteBufferAccessor plain;
        private int partStart;

        Sink(int bytes) {
            buffer = ByteBuffer.allocate(bytes);
            plain = new ByteBufferAccessor(buffer);
        }

        List<Part> finish() {
            cut();
            return parts;
        }

        private void cut() {
            if (buffer.position() > partStart) {
                parts.add(new Encoded(buffer.slice(partStart, buffer.position() - partStart)));
                partStart = buffer.position();
            }
        }

        @Override
        public void writeRecords(BaseRecords records) {
            cut();
            switch (records) {
                case OutgoingRecords(RecordBytes bytes) -> parts.add(new Stored(bytes));
                case MemoryRecords inMemory -> parts.add(new Encoded(inMemory.buffer()));
                default -> throw new IllegalArgumentException("cannot send " + records.getClass());
            }
        }

        @Override
        public void writeByte(byte value) {
            plain.writeByte(value);
        }

        @Override
        public void writeShort(short value) {
            plain.writeShort(value);
        }

        @Override
        public void writeInt(int value) {
            plain.writeInt(value);
        }

        @Override
        public void writeLong(long value) {
            plain.writeLong(value);
        }

        @Override
        public void writeDouble(double value) {
            plain.writeDouble(value);
        }

        @Override
        public void writeByteArray(byte[] value) {
            plain.writeByteArray(value);
        }

        @Override
        public void writeUnsignedVarint(int value) {
            plain.writeUnsignedVarint(value);
        }

        @Override
        public void writeByteBuffer(ByteBuffer value) {
            plain.writeByteBuffer(value);
        }

        @Override
        public void writeVarint(int value) {
            plain.writeVarint(value);
        }

        @Override
        public void writeVarlong(long value) {
            plain.writeVarlong(value);
        }
    }
}

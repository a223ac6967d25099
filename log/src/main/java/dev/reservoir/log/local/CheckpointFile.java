package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads and writes one checkpoint file (docs/FORMATS.md). */
final class CheckpointFile {
    static final int HEADER_BYTES = 64;

    private static final int MAGIC = 0x52_53_43_50;
    private static final int FORMAT_VERSION = 1;
    private static final int CHECKSUM_AT = 60;
    private static final int CHUNK_BYTES = 256 * 1024;

    /** A row and where its state lies. */
    record Entry(PartitionRow row, StatePlace state) {}

    /**
     * What a checkpoint holds.
     *
     * @param sequence counts checkpoints
     * @param replayFrom where recovery starts to read the journal
     */
    record Content(long sequence, JournalPosition replayFrom, List<Entry> entries) {}

    /**
     * A checkpoint and the bytes that it was read from.
     *
     * @param header from 0 to its capacity
     * @param body from 0 to its limit
     */
    record Copy(Content content, ByteBuffer header, ByteBuffer body) {}

    private final Disk disk;
    private final Path path;

    CheckpointFile(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * Reads the file.
     *
     * @return null when it is missing or damaged
     */
    @Nullable Copy read() throws IOException {
        if (!disk.exists(path)) {
            return null;
        }
        try (DiskFile file = disk.openReadOnly(path)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            boolean intact =
                    file.read(header, 0) == HEADER_BYTES
                            && header.getInt(0) == MAGIC
                            && header.getInt(CHECKSUM_AT) == checksum(header);
            if (!intact) {
                return null;
            }
            NewerFormatException.check("checkpoint", header.getShort(4), FORMAT_VERSION);
            long length = header.getLong(44);
            if (length < 0 || length > file.size() - HEADER_BYTES) {
                return null;
            }
            ByteBuffer body = ByteBuffer.allocate(Math.toIntExact(length));
            file.read(body, HEADER_BYTES);
            body.flip();
            CRC32C crc = new CRC32C();
            crc.update(body.duplicate());
            if ((int) crc.getValue() != header.getInt(52)) {
                return null;
            }
            Content content = decode(header, body.duplicate());
            return content == null ? null : new Copy(content, header.clear(), body);
        }
    }

    /**
     * Writes what was read again, in place, and syncs it: a process that was killed may have left
     * it in the page cache only, and the next checkpoint goes over the file that is on the disk.
     */
    void writeAgain(Copy copy) throws IOException {
        try (DiskFile file = disk.open(path)) {
            long length = copy.header().remaining() + (long) copy.body().remaining();
            grow(file);
            ByteBuffer[] bytes = {copy.header().duplicate(), copy.body().duplicate()};
            file.write(bytes, 0);
            file.truncate(length);
            file.sync();
        }
    }

    /** Changes the size, for what a failed sync was to write of it is not written by the next. */
    private static void grow(DiskFile file) throws IOException {
        try {
            file.write(new ByteBuffer[] {ByteBuffer.allocate(1)}, file.size());
        } catch (IOException e) {
            if (!Storage.isFull(e)) {
                throw e;
            }
        }
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKSUM_AT));
        return (int) crc.getValue();
    }

    private static @Nullable Content decode(ByteBuffer header, ByteBuffer body) {
        long sequence = header.getLong(8);
        JournalPosition from =
                new JournalPosition(header.getLong(16), header.getLong(24), header.getLong(32));
        int rows = header.getInt(40);
        List<Entry> entries = new ArrayList<>();
        try {
            for (int i = 0; i < rows; i++) {
                PartitionRow row = PartitionRow.decode(body);
                long offset = body.getLong();
                int length = body.getInt();
                StatePlace place = new StatePlace(offset, sequence, body.position(), length);
                body.position(body.position() + length);
                entries.add(new Entry(row, place));
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
        return new Content(sequence, from, entries);
    }

    ByteBuffer readState(StatePlace place) throws IOException {
        ByteBuffer blob = ByteBuffer.allocate(place.length());
        try (DiskFile file = disk.openReadOnly(path)) {
            file.read(blob, HEADER_BYTES + place.position());
        }
        return blob.flip();
    }

    /** Writes a checkpoint over what the file held; nothing counts before {@link #finish}. */
    final class Writer implements AutoCloseable {
        private final DiskFile file;
        private final CRC32C crc = new CRC32C();
        private ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
        private long flushed;
        private int rows;
        private final long sequence;

        Writer(long sequence) throws IOException {
            this.sequence = sequence;
            this.file = disk.open(path);
        }

        /**
         * @return where the state lies
         */
        StatePlace add(PartitionRow row, long stateOffset, ByteBuffer state) throws IOException {
            put(row.encode());
            put(ByteBuffer.allocate(12).putLong(stateOffset).putInt(state.remaining()).flip());
            StatePlace place =
                    new StatePlace(
                            stateOffset, sequence, flushed + buffer.position(), state.remaining());
            put(state.duplicate());
            rows++;
            return place;
        }

        private void put(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > buffer.remaining()) {
                flush();
            }
            if (bytes.remaining() > buffer.remaining()) {
                buffer = ByteBuffer.allocate(bytes.remaining());
            }
            buffer.put(bytes);
        }

        private void flush() throws IOException {
            buffer.flip();
            crc.update(buffer.duplicate());
            int length = buffer.remaining();
            file.write(new ByteBuffer[] {buffer}, HEADER_BYTES + flushed);
            flushed += length;
            buffer.clear();
        }

        /** Makes the checkpoint durable. */
        void finish(JournalPosition replayFrom) throws IOException {
            flush();
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            header.putInt(0, MAGIC).putShort(4, (short) FORMAT_VERSION).putLong(8, sequence);
            header.putLong(16, replayFrom.number()).putLong(24, replayFrom.generation());
            header.putLong(32, replayFrom.offset()).putInt(40, rows).putLong(44, flushed);
            header.putInt(52, (int) crc.getValue());
            header.putInt(CHECKSUM_AT, checksum(header));
            file.write(new ByteBuffer[] {header}, 0);
            file.truncate(HEADER_BYTES + flushed);
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

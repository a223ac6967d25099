package dev.reservoir.log.local;

import dev.reservoir.log.PartitionId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a checkpoint says of a partition, apart from its folded state.
 *
 * @param start first offset that may be read
 * @param next the offset behind the last record that is synced in the segments
 * @param damage why the partition takes no appends; empty while it does
 * @param segments in order
 */
record PartitionRow(PartitionId id, long start, long next, String damage, List<Segment> segments) {
    private static final int FIXED_BYTES = 48;
    private static final int SEGMENT_BYTES = 48;
    private static final int MAX_TEXT_BYTES = 2048;

    /** A segment file and what of it is synced. */
    record Segment(long base, SegmentFile.Bounds bounds) {}

    ByteBuffer encode() {
        byte[] name = text(id.topicName());
        byte[] why = text(damage);
        ByteBuffer row =
                ByteBuffer.allocate(
                        FIXED_BYTES + name.length + why.length + segments.size() * SEGMENT_BYTES);
        row.putLong(id.topicId().getMostSignificantBits());
        row.putLong(id.topicId().getLeastSignificantBits());
        row.putInt(id.index());
        row.putLong(start);
        row.putLong(next);
        row.putShort((short) name.length).put(name);
        row.putShort((short) why.length).put(why);
        row.putInt(segments.size());
        for (Segment segment : segments) {
            SegmentFile.Bounds bounds = segment.bounds;
            row.putLong(segment.base).putLong(bounds.size()).putLong(bounds.next());
            row.putLong(bounds.firstTimestamp());
            row.putLong(bounds.maxTimestamp());
            row.putLong(bounds.maxTimestampOffset());
        }
        return row.flip();
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_TEXT_BYTES
                ? bytes
                : text.substring(0, MAX_TEXT_BYTES / 4).getBytes(StandardCharsets.UTF_8);
    }

    static PartitionRow decode(ByteBuffer source) {
        UUID topicId = new UUID(source.getLong(), source.getLong());
        int index = source.getInt();
        long start = source.getLong();
        long next = source.getLong();
        String name = readText(source);
        String damage = readText(source);
        int count = source.getInt();
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long base = source.getLong();
            segments.add(
                    new Segment(
                            base,
                            new SegmentFile.Bounds(
                                    source.getLong(),
                                    source.getLong(),
                                    source.getLong(),
                                    source.getLong(),
                                    source.getLong())));
        }
        return new PartitionRow(
                new PartitionId(topicId, name, index), start, next, damage, segments);
    }

    private static String readText(ByteBuffer source) {
        byte[] bytes = new byte[source.getShort()];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

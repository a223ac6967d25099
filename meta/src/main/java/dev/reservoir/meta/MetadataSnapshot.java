package dev.reservoir.meta;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An image as bytes, so that the log before it need not be replayed: the events that lead to it.
 * The layout is in docs/formats/metadata.md.
 */
public final class MetadataSnapshot {
    private static final byte FORMAT = 1;

    private MetadataSnapshot() {}

    public static ByteBuffer encode(MetadataImage image) {
        List<MetadataEvent> events = image.asEvents();
        EventWriter out =
                new EventWriter().int8(FORMAT).int64(image.version()).int32(events.size());
        for (MetadataEvent event : events) {
            ByteBuffer bytes = MetadataEventCodec.encode(event);
            out.int32(bytes.remaining()).bytes(bytes);
        }
        return out.written();
    }

    /**
     * The image that a snapshot holds; no bytes at all are {@link MetadataImage#EMPTY}.
     *
     * @throws MetadataFormatException when the bytes are damaged or of a newer version
     */
    public static MetadataImage decode(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return MetadataImage.EMPTY;
        }
        EventReader in = new EventReader(bytes);
        byte format = in.int8();
        if (format != FORMAT) {
            throw MetadataEventCodec.newer(
                    "a snapshot of format " + format, "reads format " + FORMAT);
        }
        long version = in.int64();
        int count = in.count();
        MetadataImage image = MetadataImage.EMPTY;
        for (int i = 0; i < count; i++) {
            image = image.apply(MetadataEventCodec.decode(in.bytes(in.int32())));
        }
        in.end();
        return image.withVersion(version);
    }
}

package dev.reservoir.meta;

import dev.reservoir.meta.ConfigResource.Kind;
import dev.reservoir.meta.MetadataEvent.BrokerStarted;
import dev.reservoir.meta.MetadataEvent.ConfigChanged;
import dev.reservoir.meta.MetadataEvent.FeatureLevelChanged;
import dev.reservoir.meta.MetadataEvent.PartitionsAdded;
import dev.reservoir.meta.MetadataEvent.ProducerIdsAllocated;
import dev.reservoir.meta.MetadataEvent.TopicCreated;
import dev.reservoir.meta.MetadataEvent.TopicDeleted;

import java.nio.ByteBuffer;

/**
 * The bytes of metadata events: type and version, then the fields of that version. A type keeps its
 * number for ever; a change of its fields is a new version beside the old ones. The layout is in
 * docs/formats/metadata.md.
 */
public final class MetadataEventCodec {
    private static final short TOPIC_CREATED = 1;
    private static final short TOPIC_DELETED = 2;
    private static final short PARTITIONS_ADDED = 3;
    private static final short CONFIG_CHANGED = 4;
    private static final short BROKER_STARTED = 5;
    private static final short PRODUCER_IDS_ALLOCATED = 6;
    private static final short FEATURE_LEVEL_CHANGED = 7;

    /** The newest version of every type so far. */
    private static final short VERSION = 0;

    private MetadataEventCodec() {}

    /** The event's bytes, from position to limit of a buffer that is the caller's. */
    public static ByteBuffer encode(MetadataEvent event) {
        EventWriter out = new EventWriter();
        switch (event) {
            case TopicCreated created ->
                    head(out, TOPIC_CREATED)
                            .uuid(created.id())
                            .string(created.name())
                            .int32(created.partitionCount())
                            .strings(created.configs());
            case TopicDeleted deleted -> head(out, TOPIC_DELETED).uuid(deleted.id());
            case PartitionsAdded added ->
                    head(out, PARTITIONS_ADDED).uuid(added.id()).int32(added.partitionCount());
            case ConfigChanged changed ->
                    head(out, CONFIG_CHANGED)
                            .int8(changed.resource().kind().code())
                            .string(changed.resource().name())
                            .string(changed.key())
                            .string(changed.value());
            case BrokerStarted started -> head(out, BROKER_STARTED).int32(started.epoch());
            case ProducerIdsAllocated allocated ->
                    head(out, PRODUCER_IDS_ALLOCATED).int64(allocated.nextProducerId());
            case FeatureLevelChanged changed ->
                    head(out, FEATURE_LEVEL_CHANGED).string(changed.name()).int16(changed.level());
        }
        return out.written();
    }

    /**
     * Reads one event, which takes all of the buffer's remaining bytes; the buffer itself stays as
     * it is.
     *
     * @throws MetadataFormatException when the bytes are damaged or of a newer version
     */
    public static MetadataEvent decode(ByteBuffer bytes) {
        EventReader in = new EventReader(bytes);
        short type = in.int16();
        short version = in.int16();
        if (type < TOPIC_CREATED || type > FEATURE_LEVEL_CHANGED) {
            throw newer(
                    "an event of type " + type, "knows the types 1 to " + FEATURE_LEVEL_CHANGED);
        }
        if (version < 0 || version > VERSION) {
            throw newer(
                    "an event of type " + type + " in version " + version,
                    "reads this type up to version " + VERSION);
        }
        MetadataEvent event = body(type, in);
        in.end();
        return event;
    }

    private static MetadataEvent body(short type, EventReader in) {
        return switch (type) {
            case TOPIC_CREATED ->
                    new TopicCreated(in.uuid(), in.string(), in.int32(), in.strings());
            case TOPIC_DELETED -> new TopicDeleted(in.uuid());
            case PARTITIONS_ADDED -> new PartitionsAdded(in.uuid(), in.int32());
            case CONFIG_CHANGED ->
                    new ConfigChanged(
                            new ConfigResource(kind(in.int8()), in.string()),
                            in.string(),
                            in.nullableString());
            case BROKER_STARTED -> new BrokerStarted(in.int32());
            case PRODUCER_IDS_ALLOCATED -> new ProducerIdsAllocated(in.int64());
            case FEATURE_LEVEL_CHANGED -> new FeatureLevelChanged(in.string(), in.int16());
            default -> throw new IllegalStateException("type " + type + " has no reader");
        };
    }

    private static EventWriter head(EventWriter out, short type) {
        return out.int16(type).int16(VERSION);
    }

    private static Kind kind(byte code) {
        for (Kind kind : Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw newer("a config of a resource of kind " + code, "knows topics (2) and brokers (4)");
    }

    static MetadataFormatException newer(String found, String able) {
        return new MetadataFormatException(
                "The metadata log holds "
                        + found
                        + ", but this Reservoir "
                        + able
                        + ": start the version that wrote it, or a newer one");
    }
}

package dev.reservoir.coord.record;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * GroupMetadataValue, versions 0 to 4: a classic group between two rebalances.
 *
 * @param protocolType "" for a group that never had members
 * @param generation number of the last finished rebalance
 * @param protocol the protocol all members chose; null while there are none
 * @param leader member id; null while there are no members
 * @param since when the group came into this state, milliseconds; -1 when unknown (2+)
 */
public record GroupValue(
        String protocolType,
        int generation,
        @Nullable String protocol,
        @Nullable String leader,
        long since,
        List<MemberValue> members) {

    private static final short LATEST = 4;

    /** What Kafka 4.3.1 writes, so that older tools can read it. */
    private static final short WRITTEN = 3;

    private static final short FIRST_FLEXIBLE = 4;

    public GroupValue {
        members = List.copyOf(members);
    }

    public ByteBuffer encode() {
        return encode(WRITTEN);
    }

    ByteBuffer encode(int version) {
        FieldWriter fields =
                new FieldWriter(version >= FIRST_FLEXIBLE)
                        .int16(version)
                        .string(protocolType)
                        .int32(generation)
                        .string(protocol)
                        .string(leader);
        if (version >= 2) {
            fields.int64(since);
        }
        fields.arrayLength(members.size());
        for (MemberValue member : members) {
            member.encode(fields, version);
        }
        return fields.noTaggedFields().finish();
    }

    /**
     * Reads a value.
     *
     * @param bytes from position to limit; not moved
     * @throws MalformedRecordException when they are none, or of a version this program does not
     *     know
     */
    public static GroupValue decode(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        int version = new FieldReader(rest, false).int16();
        if (version < 0 || version > LATEST) {
            throw new MalformedRecordException(
                    "a group has version " + version + ", versions 0 to " + LATEST + " are known");
        }
        FieldReader fields = new FieldReader(rest, version >= FIRST_FLEXIBLE);
        String type = fields.string();
        int generation = fields.int32();
        String protocol = fields.nullableString();
        String leader = fields.nullableString();
        long since = version >= 2 ? fields.int64() : -1;
        int count = fields.arrayLength();
        List<MemberValue> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(MemberValue.decode(fields, version));
        }
        fields.taggedFields(FieldReader.TaggedField.IGNORED);
        return new GroupValue(type, generation, protocol, leader, since, members);
    }
}

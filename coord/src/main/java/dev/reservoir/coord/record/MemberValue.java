package dev.reservoir.coord.record;

import org.jspecify.annotations.Nullable;

/**
 * One member within a {@link GroupValue}.
 *
 * @param client who it is
 * @param rebalanceTimeoutMs -1 when unknown (1+)
 * @param subscription what it said for the group's protocol
 * @param assignment what the leader gave it
 */
public record MemberValue(
        String memberId,
        Client client,
        int rebalanceTimeoutMs,
        int sessionTimeoutMs,
        Blob subscription,
        Blob assignment) {

    /**
     * Where a member runs.
     *
     * @param instanceId {@code group.instance.id} of a static member (KIP-345), else null (3+)
     * @param id {@code client.id}
     * @param host its address, with a leading slash as Kafka writes it
     */
    public record Client(@Nullable String instanceId, String id, String host) {}

    void encode(FieldWriter fields, int version) {
        fields.string(memberId);
        if (version >= 3) {
            fields.string(client.instanceId());
        }
        fields.string(client.id()).string(client.host());
        if (version >= 1) {
            fields.int32(rebalanceTimeoutMs);
        }
        fields.int32(sessionTimeoutMs).blob(subscription).blob(assignment).noTaggedFields();
    }

    static MemberValue decode(FieldReader fields, int version) {
        String memberId = fields.string();
        String instanceId = version >= 3 ? fields.nullableString() : null;
        Client client = new Client(instanceId, fields.string(), fields.string());
        int rebalanceTimeoutMs = version >= 1 ? fields.int32() : -1;
        MemberValue member =
                new MemberValue(
                        memberId,
                        client,
                        rebalanceTimeoutMs,
                        fields.int32(),
                        fields.blob(),
                        fields.blob());
        fields.taggedFields(FieldReader.TaggedField.IGNORED);
        return member;
    }
}

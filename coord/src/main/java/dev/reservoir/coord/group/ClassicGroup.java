package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.record.MemberValue;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A group whose members share work by a protocol of their own (all consumer groups before KIP-848,
 * Connect, Schema Registry). Immutable: {@link ClassicFold} makes the next one from an event.
 *
 * @param pending ids that were given to members which have not joined with them yet
 * @param unsynced members of this generation whose sync has not come
 */
record ClassicGroup(
        String id,
        Stage stage,
        Generation generation,
        Members members,
        Set<String> pending,
        Set<String> unsynced) {
    private static final String CONSUMER = "consumer";

    /** A group that has never had a member: new, or there for its offsets only. */
    static ClassicGroup simple(String id) {
        return new ClassicGroup(
                id,
                new Stage(Phase.EMPTY, -1, null),
                Generation.NONE,
                Members.NONE,
                Set.of(),
                Set.of());
    }

    Phase phase() {
        return stage.phase();
    }

    boolean is(Phase phase) {
        return stage.phase() == phase;
    }

    boolean isLeader(String memberId) {
        return memberId.equals(generation.leader());
    }

    boolean isOfConsumers() {
        return CONSUMER.equals(generation.protocolType());
    }

    boolean allJoined() {
        return pending.isEmpty() && members.all().stream().allMatch(Member::isJoining);
    }

    long joining() {
        return members.all().stream().filter(Member::isJoining).count();
    }

    /** The longest any member may take to join again. */
    int rebalanceTimeoutMs() {
        return members.all().stream().mapToInt(m -> m.timeouts().rebalanceMs()).max().orElse(0);
    }

    /** Whether a member that offers this shares a protocol with all others. */
    boolean supports(String protocolType, List<Protocol> protocols) {
        if (is(Phase.EMPTY)) {
            return !protocolType.isEmpty() && !protocols.isEmpty();
        }
        return protocolType.equals(generation.protocolType())
                && protocols.stream().anyMatch(offered -> supportedByAll(offered.name()));
    }

    private boolean supportedByAll(String protocol) {
        return members.all().stream().allMatch(member -> member.supports(protocol));
    }

    /** What a new member must offer one of, for a person to read. */
    String inUse() {
        if (is(Phase.EMPTY)) {
            return "nothing yet";
        }
        List<String> shared =
                members.all().stream()
                        .limit(1)
                        .flatMap(member -> member.protocols().stream())
                        .map(Protocol::name)
                        .filter(this::supportedByAll)
                        .toList();
        return "type '%s' with %s"
                .formatted(
                        generation.protocolType(),
                        shared.isEmpty() ? "no protocol" : String.join(" or ", shared));
    }

    /**
     * The protocol that most members prefer among those all support; the earliest one to get that
     * many votes. There is at least one member, and one such protocol.
     */
    String electProtocol() {
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (Member member : members.all()) {
            member.protocols().stream()
                    .map(Protocol::name)
                    .filter(this::supportedByAll)
                    .findFirst()
                    .ifPresent(choice -> votes.merge(choice, 1, Integer::sum));
        }
        String winner = null;
        int most = 0;
        for (Map.Entry<String, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                winner = vote.getKey();
                most = vote.getValue();
            }
        }
        if (winner == null) {
            throw new IllegalStateException("the members of " + id + " share no protocol");
        }
        return winner;
    }

    /** Why a request of this member cannot be served; NONE when it is one. */
    GroupError check(Identity who) {
        String instance = who.instanceId();
        if (instance != null) {
            String owner = members.ownerOf(instance);
            if (owner == null) {
                return GroupError.UNKNOWN_MEMBER_ID;
            }
            if (!owner.equals(who.memberId())) {
                return GroupError.FENCED_INSTANCE_ID;
            }
        }
        return members.contains(who.memberId()) ? GroupError.NONE : GroupError.UNKNOWN_MEMBER_ID;
    }

    /** What the log keeps of the group, with these assignments. */
    GroupValue toValue(Map<String, Blob> assignments, long since) {
        List<MemberValue> values =
                members.all().stream()
                        .map(m -> toValue(m, assignments.getOrDefault(m.id(), Blob.EMPTY)))
                        .toList();
        String type = generation.protocolType();
        return new GroupValue(
                type == null ? "" : type,
                generation.number(),
                generation.protocol(),
                generation.leader(),
                since,
                values);
    }

    private MemberValue toValue(Member member, Blob assignment) {
        @Nullable Blob subscription = member.metadata(generation.protocol());
        return new MemberValue(
                member.id(),
                member.client(),
                member.timeouts().rebalanceMs(),
                member.timeouts().sessionMs(),
                subscription == null ? Blob.EMPTY : subscription,
                assignment);
    }
}

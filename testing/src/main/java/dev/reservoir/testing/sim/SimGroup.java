package dev.reservoir.testing.sim;

import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the members of a group know together. */
final class SimGroup {
    /** An assignment that members received, and who has which partition by it. */
    private record Assigned(String decision, Map<String, String> owners) {}

    /**
     * What the others know of a member when its request arrives.
     *
     * @param newest whether nobody has an assignment of a later generation
     * @param owner whether its instance has no other id
     */
    record Standing(boolean newest, boolean owner) {}

    final String id;

    private final Map<Integer, Assigned> generations = new HashMap<>();
    private final Map<TopicIdPartition, Register> commits = new LinkedHashMap<>();
    private final Map<TopicIdPartition, BitSet> processed = new HashMap<>();
    private final Map<String, String> instances = new HashMap<>();
    private final Map<String, Standing> committers = new HashMap<>();
    private int newestAssigned;
    private int commitsMade;

    SimGroup(String id) {
        this.id = id;
    }

    /**
     * A member received its assignment.
     *
     * @param decision the leader's mark on it
     * @param owner the member, a static one by its instance
     */
    void assigned(int generation, String decision, String owner, List<String> partitions) {
        Assigned known =
                generations.computeIfAbsent(
                        generation, _ -> new Assigned(decision, new HashMap<>()));
        if (!known.decision().equals(decision)) {
            throw new AssertionError(
                    "generation %d of %s has the assignments %s and %s"
                            .formatted(generation, id, known.decision(), decision));
        }
        for (String partition : partitions) {
            String other = known.owners().putIfAbsent(partition, owner);
            if (other != null && !other.equals(owner)) {
                throw new AssertionError(
                        "%s and %s both have %s in generation %d of %s"
                                .formatted(other, owner, partition, generation, id));
            }
        }
        newestAssigned = Math.max(newestAssigned, generation);
    }

    /** The newest generation of which an assignment was received. */
    int newestAssigned() {
        return newestAssigned;
    }

    /**
     * A generation was begun; one that had an assignment before the question is not begun again.
     */
    void joined(int generation, int assignedBefore) {
        if (generation < assignedBefore) {
            throw new AssertionError(
                    "%s is back in generation %d after %d"
                            .formatted(id, generation, assignedBefore));
        }
    }

    Register commits(TopicIdPartition partition) {
        return commits.computeIfAbsent(
                partition, _ -> new Register("the offset of " + id + " for " + partition));
    }

    /** A mark for a commit, with the offset. */
    String newCommit(int generation, long offset) {
        return ++commitsMade + "/" + generation + "/" + offset;
    }

    /** A request arrives that a member makes as one. */
    Standing standing(int generation, String memberId, @Nullable String instance) {
        String owner = instance == null ? null : instances.get(instance);
        return new Standing(generation >= newestAssigned, owner == null || owner.equals(memberId));
    }

    /** A static member has a new id: the coordinator fences the old one. */
    void owns(String instance, String memberId) {
        instances.put(instance, memberId);
    }

    /** A commit arrives with its mark. */
    void commitArrived(String mark, Standing standing) {
        committers.put(mark, standing);
    }

    /** The coordinator took a commit: it may do so from a current member only. */
    void committed(String mark) {
        Standing standing = committers.get(mark);
        if (standing == null || !standing.newest() || !standing.owner()) {
            throw new AssertionError(
                    "%s took commit %s of a member that is none any more: %s"
                            .formatted(id, mark, standing));
        }
    }

    BitSet processed(TopicIdPartition partition) {
        return processed.computeIfAbsent(partition, _ -> new BitSet());
    }

    /** A member goes on from a committed offset: what lies below is done. */
    void checkDone(SimPartition partition, long below) {
        int missing = missing(partition);
        if (missing < below) {
            throw new AssertionError(
                    "%s goes on at %d of %s, but nobody processed %d"
                            .formatted(id, below, partition.id, missing));
        }
    }

    /** Whether everything that is known of a partition was processed. */
    boolean isDone(SimPartition partition) {
        return missing(partition) > partition.highestKnown();
    }

    /** The first offset of a partition that nobody processed. */
    int missing(SimPartition partition) {
        return processed(partition.id).nextClearBit((int) partition.trimAsked());
    }
}

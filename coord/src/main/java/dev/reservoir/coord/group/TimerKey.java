package dev.reservoir.coord.group;

/**
 * Names a timer.
 *
 * @param memberId "" for a timer of the group; the group id is "" for the shard's own
 */
public record TimerKey(Kind kind, String groupId, String memberId) {

    /** What happens when it fires. */
    public enum Kind {
        /** A member gave no sign of life. */
        SESSION,
        /** A rebalance has waited long enough for its members. */
        JOIN,
        /** Members have not asked for their assignment. */
        SYNC,
        /** Offsets may have expired. */
        RETENTION
    }

    static final TimerKey RETENTION = new TimerKey(Kind.RETENTION, "", "");

    static TimerKey session(String groupId, String memberId) {
        return new TimerKey(Kind.SESSION, groupId, memberId);
    }

    static TimerKey join(String groupId) {
        return new TimerKey(Kind.JOIN, groupId, "");
    }

    static TimerKey sync(String groupId) {
        return new TimerKey(Kind.SYNC, groupId, "");
    }
}

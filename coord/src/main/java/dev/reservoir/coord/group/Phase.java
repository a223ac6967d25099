package dev.reservoir.coord.group;

/** Where a classic group stands; the names are those that ListGroups and DescribeGroups show. */
public enum Phase {
    /** No members; perhaps offsets. */
    EMPTY("Empty"),
    /** Members are asked to join again. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** All have joined; the leader's assignment is awaited. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Every member has, or can get, its assignment. */
    STABLE("Stable");

    /** What Kafka says of a group that is not there. */
    public static final String DEAD = "Dead";

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}

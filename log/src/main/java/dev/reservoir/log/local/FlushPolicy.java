package dev.reservoir.log.local;

/** When a commit counts as durable ({@code flush.policy}). */
public enum FlushPolicy {
    /** When it was synced to the disk: a power cut loses nothing that was acknowledged. */
    SYNC(0),
    /** When the operating system has it, as Kafka does: a power cut can lose the last seconds. */
    OS(1);

    private final int code;

    FlushPolicy(int code) {
        this.code = code;
    }

    /** As written in a commit's header. */
    int code() {
        return code;
    }
}

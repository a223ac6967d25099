package dev.reservoir.log.commit;

/** Something that is made durable as a whole. */
public interface CommitEntry {
    /** Bytes it takes in a commit, roughly. */
    int bytes();
}

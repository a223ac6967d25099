package dev.reservoir.log.local;

/**
 * A place between two commits.
 *
 * @param number the commit that comes next there
 * @param generation of the journal segment
 * @param offset bytes from the start of the segment file, a multiple of {@link CommitFormat#BLOCK}
 */
record JournalPosition(long number, long generation, long offset) {
    /** Before the first commit of a new journal. */
    static final JournalPosition START = new JournalPosition(1, 1, CommitFormat.BLOCK);
}

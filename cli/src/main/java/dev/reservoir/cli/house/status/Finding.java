package dev.reservoir.cli.house.status;

/**
 * Something that somebody should know.
 *
 * @param text a sentence: what is so, and what to do
 */
record Finding(Severity severity, String text) {
    /** How much it matters. */
    enum Severity {
        /** Data cannot be read or written. */
        BROKEN,
        /** It will be, or somebody is kept waiting. */
        WARNING
    }
}

package dev.reservoir.cli.house.check;

/** One thing that is looked at. */
@FunctionalInterface
interface Check {
    /** Looks; takes at most some seconds. */
    Verdict look();
}

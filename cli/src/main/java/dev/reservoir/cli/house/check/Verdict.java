package dev.reservoir.cli.house.check;

/** What a check found. */
sealed interface Verdict {
    /** What was looked at, in a word or two. */
    String what();

    /** What was found. */
    String value();

    /** What is bad about it; "" when nothing is. */
    default String why() {
        return "";
    }

    /** How to mend it; "" when there is nothing to mend. */
    default String todo() {
        return "";
    }

    /** Nothing to mend. */
    record Ok(String what, String value) implements Verdict {}

    /** A broker runs, but not as well or as safely as it could. */
    record Warn(String what, String value, String why, String todo) implements Verdict {}

    /** A broker does not run so. */
    record Fail(String what, String value, String why, String todo) implements Verdict {}
}

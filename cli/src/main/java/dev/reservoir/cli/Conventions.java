package dev.reservoir.cli;

/**
 * What two families of commands do differently around their options.
 *
 * @param misused the exit code of a command line that cannot be
 * @param emptyIsHelp no arguments at all are answered with the help text, as a failure
 * @param extrasRefused an argument that belongs to nothing is an error, not a remark
 */
record Conventions(int misused, boolean emptyIsHelp, boolean extrasRefused) {
    /** Of Kafka's tools. */
    static final Conventions KAFKA = new Conventions(1, true, false);

    /** Of most programs. */
    static final Conventions HOUSE = new Conventions(2, false, true);
}

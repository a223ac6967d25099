package dev.reservoir.cli;

import org.jspecify.annotations.Nullable;

/**
 * How a command that could not be carried out ends. Standard error always has the sentence, but at
 * a terminal, where it would stand twice.
 *
 * @param prefix what stands before the sentence on standard output, where the tool of Kafka's that
 *     the command is named after puts it there; null where it does not
 * @param exitCode of the process
 */
public record FailureLine(@Nullable String prefix, int exitCode) {
    static final FailureLine PLAIN = new FailureLine(null, CommandRunner.FAILED);
}

package dev.reservoir.cli;

import java.util.List;

/**
 * One command line. A new object serves one call: it declares its options, they are filled in, it
 * runs.
 *
 * <p>{@link UsageException} and {@link CommandFailure} tell what is wrong; whatever Kafka's client
 * throws is reported with its message.
 */
public interface Command {

    /** What the command is for, in a sentence. */
    String description();

    /** Command lines that show what it is good for. */
    default List<Example> examples() {
        return List.of();
    }

    /** Adds the command's options to the table. */
    void declare(OptionTable options);

    /**
     * Carries the command out.
     *
     * @param given which options stand on the command line
     * @return the process's exit code
     */
    int run(GivenOptions given, Terminal terminal);

    /** How it ends when it could not be carried out. */
    default FailureLine failureLine() {
        return FailureLine.PLAIN;
    }
}

package dev.reservoir.cli;

/**
 * One command line, its options annotated for picocli. A new object serves one call.
 *
 * <p>{@link UsageException} and {@link CommandFailure} tell what is wrong; whatever Kafka's client
 * throws is reported with its message.
 */
public interface Command {

    /**
     * Carries the command out.
     *
     * @param given which options stand on the command line
     * @return the process's exit code
     */
    int run(GivenOptions given, Terminal terminal);
}

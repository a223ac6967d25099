package dev.reservoir.cli;

import dev.reservoir.cli.explain.Advice;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.List;

/** Reads a command's arguments, runs it, and turns what goes wrong into a sentence. */
final class CommandRunner {
    static final int OK = 0;
    static final int FAILED = 1;

    private final String name;
    private final Command command;
    private final Terminal terminal;
    private final Conventions conventions;

    /**
     * @param name what the user typed to come here
     */
    CommandRunner(String name, Command command, Terminal terminal, Conventions conventions) {
        this.name = name;
        this.command = command;
        this.terminal = terminal;
        this.conventions = conventions;
    }

    /** Returns the process's exit code. */
    int run(List<String> arguments) {
        OptionTable options = table(command);
        if (arguments.isEmpty() && conventions.emptyIsHelp()) {
            terminal.err().println(HelpText.of(name, command, options));
            return FAILED;
        }
        if (arguments.contains("--help") || arguments.contains("-h")) {
            terminal.out().println(HelpText.of(name, command, options));
            return OK;
        }
        try {
            OptionTable.Arguments read = options.parse(arguments);
            GivenOptions given = new GivenOptions(read.values().keySet(), read.order());
            if (given.has("--version")) {
                terminal.out().println(version());
                return OK;
            }
            options.fill(read);
            if (conventions.extrasRefused() || !options.positionals().isEmpty()) {
                Positional.fill(options.positionals(), read.extra());
            } else {
                ignore(read.extra());
            }
            return command.run(given, terminal);
        } catch (UsageException e) {
            return misused(e);
        } catch (CommandFailure e) {
            return failed(e.getMessage());
        } catch (KafkaException
                | IllegalArgumentException
                | IllegalStateException
                | OutOfMemoryError e) {
            return failed(sentence(e));
        }
    }

    /** All of the command's options, with those that every command has. */
    static OptionTable table(Command command) {
        OptionTable options = new OptionTable();
        command.declare(options);
        options.flag("--help", "Print this text.", () -> {});
        options.flag("--version", "Print the version.", () -> {});
        return options;
    }

    private void ignore(List<String> extras) {
        for (String extra : extras) {
            terminal.err().println(name + ": ignored '" + extra + "', which belongs to no option");
        }
    }

    private int misused(UsageException problem) {
        PrintStream err = terminal.err();
        err.println(name + ": " + problem.getMessage());
        err.println("Try '" + name + " --help'.");
        return conventions.misused();
    }

    private int failed(@Nullable String problem) {
        FailureLine line = command.failureLine();
        if (line.prefix() != null) {
            terminal.out().println(line.prefix() + problem);
        }
        terminal.out().flush();
        if (line.prefix() == null || !terminal.interactive()) {
            terminal.err().println("Error: " + problem);
        }
        return line.exitCode();
    }

    /** Kafka's own wrappers say little; what they wrap says why. */
    private static String sentence(Throwable e) {
        StringBuilder sentence = new StringBuilder(message(e));
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            String message = message(cause);
            if (sentence.indexOf(message) < 0) {
                sentence.append(": ").append(message);
            }
        }
        return sentence.append(Advice.on(e)).toString();
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    static String version() {
        String own = CommandRunner.class.getPackage().getImplementationVersion();
        return "Reservoir "
                + (own == null ? "(not packaged)" : own)
                + ", Kafka clients "
                + AppInfoParser.getVersion();
    }
}

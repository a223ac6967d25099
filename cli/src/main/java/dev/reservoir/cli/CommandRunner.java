package dev.reservoir.cli;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a command's arguments the way Kafka's tools do, runs it, and turns what goes wrong into a
 * sentence.
 */
public final class CommandRunner {
    static final int OK = 0;
    static final int FAILED = 1;

    private final String name;
    private final Command command;
    private final Terminal terminal;

    public CommandRunner(String name, Command command, Terminal terminal) {
        this.name = name;
        this.command = command;
        this.terminal = terminal;
    }

    /** Returns the process's exit code. */
    public int run(List<String> arguments) {
        StandardOptions standard = new StandardOptions();
        CommandLine line = parser(standard);
        if (arguments.isEmpty()) {
            line.usage(terminal.err(), Ansi.AUTO);
            return FAILED;
        }
        ParseResult result;
        try {
            result = line.parseArgs(longNames(line, arguments));
        } catch (ParameterException e) {
            return misused(explained(e));
        }
        if (standard.help()) {
            line.usage(terminal.out(), Ansi.AUTO);
            return OK;
        }
        if (standard.version()) {
            terminal.out().println(version());
            return OK;
        }
        for (String extra : standard.extra()) {
            terminal.err().println(name + ": ignored '" + extra + "', which belongs to no option");
        }
        return carryOut(new GivenOptions(given(result)));
    }

    private int carryOut(GivenOptions given) {
        try {
            return command.run(given, terminal);
        } catch (UsageException e) {
            return misused(String.valueOf(e.getMessage()));
        } catch (CommandFailure e) {
            return failed(e.getMessage());
        } catch (KafkaException | IllegalArgumentException | IllegalStateException e) {
            return failed(sentence(e));
        }
    }

    private CommandLine parser(StandardOptions standard) {
        CommandLine line = new CommandLine(command);
        line.addMixin("standard", standard);
        line.getCommandSpec().name(name);
        line.getCommandSpec().usageMessage().width(100);
        line.setAbbreviatedOptionsAllowed(true);
        line.setExpandAtFiles(false);
        line.setPosixClusteredShortOptionsAllowed(false);
        return line;
    }

    /** Kafka's parser takes {@code -topic} for {@code --topic}. */
    private static String[] longNames(CommandLine line, List<String> arguments) {
        List<String> rewritten = new ArrayList<>(arguments.size());
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String option = "-" + (equals < 0 ? argument : argument.substring(0, equals));
            boolean single = argument.startsWith("-") && !argument.startsWith("--");
            boolean known = single && line.getCommandSpec().findOption(option) != null;
            rewritten.add(known && !argument.equals("-h") ? "-" + argument : argument);
        }
        return rewritten.toArray(new String[0]);
    }

    private static Set<String> given(ParseResult result) {
        Set<String> names = new HashSet<>();
        for (OptionSpec option : result.matchedOptions()) {
            names.add(option.longestName());
        }
        return names;
    }

    private static String explained(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            String unknown = "unknown option '" + unmatched.getUnmatched().getFirst() + "'";
            return near.isEmpty() ? unknown : unknown + "; did you mean " + near.getFirst() + "?";
        }
        return String.valueOf(e.getMessage());
    }

    private int misused(String problem) {
        PrintStream err = terminal.err();
        err.println(name + ": " + problem);
        err.println("Try '" + name + " --help'.");
        return FAILED;
    }

    private int failed(@Nullable String problem) {
        terminal.out().flush();
        terminal.err().println("Error: " + problem);
        return FAILED;
    }

    /** Kafka's own wrappers say little; what they wrap says why. */
    private static String sentence(RuntimeException e) {
        StringBuilder sentence =
                new StringBuilder(e.getMessage() == null ? kind(e) : e.getMessage());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? kind(cause) : cause.getMessage();
            if (sentence.indexOf(message) < 0) {
                sentence.append(": ").append(message);
            }
        }
        return sentence.toString();
    }

    private static String kind(Throwable e) {
        return e.getClass().getSimpleName();
    }

    private static String version() {
        String own = CommandRunner.class.getPackage().getImplementationVersion();
        return "Reservoir "
                + (own == null ? "(not packaged)" : own)
                + ", Kafka clients "
                + AppInfoParser.getVersion();
    }
}

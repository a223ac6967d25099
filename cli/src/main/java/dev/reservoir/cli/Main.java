package dev.reservoir.cli;

import dev.reservoir.cli.house.House;

import java.util.List;

/**
 * The one entry point: the first argument is the command's name, put there by the scripts of {@code
 * bin/}.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        StandardOutput out = new StandardOutput();
        Terminal terminal = Terminal.ofProcess(out);
        int code = run(List.of(arguments), terminal);
        terminal.out().flush();
        if (out.loss() != null) {
            terminal.err().println("Error: cannot write to standard output: " + out.loss());
            code = Math.max(code, CommandRunner.FAILED);
        }
        System.exit(code);
    }

    /** Runs the command named first with the arguments behind it; returns the exit code. */
    public static int run(List<String> arguments, Terminal terminal) {
        String name = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.stream().skip(1).toList();
        if (name.equals(House.NAME)) {
            return new WordRunner(House.words(), terminal).run(rest);
        }
        Command command = CommandTable.create(name);
        if (command == null) {
            terminal.err()
                    .println(
                            "No command '"
                                    + name
                                    + "'. The commands are: "
                                    + String.join(", ", CommandTable.names()));
            return CommandRunner.FAILED;
        }
        return new CommandRunner(
                        CommandTable.withoutSuffix(name), command, terminal, Conventions.KAFKA)
                .run(rest);
    }
}

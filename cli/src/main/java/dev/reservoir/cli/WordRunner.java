package dev.reservoir.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Follows the words of a {@code reservoir} command line to the command that they name. */
final class WordRunner {
    private static final Set<String> HELP = Set.of("--help", "-h", "help");
    private static final Set<String> VERSION = Set.of("--version", "-V", "version");
    private static final int COLUMN = 14;

    private final Word.Branch root;
    private final Terminal terminal;

    WordRunner(Word.Branch root, Terminal terminal) {
        this.root = root;
        this.terminal = terminal;
    }

    /** Returns the process's exit code. */
    int run(List<String> arguments) {
        if (!arguments.isEmpty() && arguments.getFirst().equals(Completion.WORD)) {
            return new Completion(root, terminal).run(arguments.subList(1, arguments.size()));
        }
        return follow(root, root.name(), arguments);
    }

    private int follow(Word.Branch branch, String path, List<String> arguments) {
        if (arguments.isEmpty()) {
            terminal.err().print(help(branch, path));
            return Conventions.HOUSE.misused();
        }
        String first = arguments.getFirst();
        if (HELP.contains(first)) {
            List<String> asked = arguments.stream().skip(1).toList();
            return asked.isEmpty() ? print(help(branch, path)) : explain(branch, path, asked);
        }
        if (VERSION.contains(first)) {
            return print(CommandRunner.version() + "\n");
        }
        List<String> rest = arguments.subList(1, arguments.size());
        for (Word word : branch.words()) {
            if (word.name().equals(first)) {
                return enter(word, path + " " + first, rest);
            }
        }
        return unknown(branch, path, first);
    }

    /** {@code reservoir help topic create} is {@code reservoir topic create --help}. */
    private int explain(Word.Branch branch, String path, List<String> asked) {
        List<String> arguments = new ArrayList<>(asked);
        arguments.add("--help");
        return follow(branch, path, arguments);
    }

    private int enter(Word word, String path, List<String> rest) {
        return switch (word) {
            case Word.Branch branch -> follow(branch, path, rest);
            case Word.Leaf leaf ->
                    new CommandRunner(path, leaf.command().get(), terminal, Conventions.HOUSE)
                            .run(rest);
            case Word.Elsewhere _ -> print("'bin/" + path + " --help' explains it.\n");
        };
    }

    private int print(String text) {
        terminal.out().print(text);
        return CommandRunner.OK;
    }

    private int unknown(Word.Branch branch, String path, String given) {
        List<String> names = branch.words().stream().map(Word::name).toList();
        String hint =
                Nearest.of(given, names)
                        .map(near -> "; did you mean '" + path + " " + near + "'?")
                        .orElse("; there is: " + String.join(", ", names));
        terminal.err().println(path + ": there is no '" + given + "'" + hint);
        terminal.err().println("Try '" + path + " --help'.");
        return Conventions.HOUSE.misused();
    }

    private static String help(Word.Branch branch, String path) {
        StringBuilder text = new StringBuilder();
        text.append(path).append(": ").append(branch.description()).append("\n\nUsage: ");
        text.append(path).append(" COMMAND\n\n");
        for (Word word : branch.words()) {
            text.append("  ").append(word.name());
            text.repeat(' ', Math.max(2, COLUMN - word.name().length()));
            text.append(word.description()).append('\n');
        }
        return text.append("\n'")
                .append(path)
                .append(" COMMAND --help' explains one, with examples.\n")
                .toString();
    }
}

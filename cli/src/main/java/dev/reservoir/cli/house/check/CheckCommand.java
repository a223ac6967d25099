package dev.reservoir.cli.house.check;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.Ink;
import dev.reservoir.cli.house.Output;
import dev.reservoir.cli.house.Table;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code reservoir check}. */
public final class CheckCommand implements Command {
    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]]+)\\]?:([0-9]{1,5})");
    private static final int WORD_WIDTH = 4;
    private static final int WIDTH = 16;
    private static final int LARGEST_PORT = 65_535;

    private final Output output = new Output();
    private String directory = "reservoir-data";
    private String listen = "localhost:9092";

    @Override
    public String description() {
        return "Looks whether a broker runs well on this machine, and says what to mend.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir check", "exits with 1 if a broker cannot run"),
                new Example(
                        "reservoir check --data-dir /var/lib/reservoir --listen 0.0.0.0:9092", ""));
    }

    @Override
    public void declare(OptionTable options) {
        options.value(
                "--data-dir",
                "DIR",
                "Where the broker shall keep its data (default ./reservoir-data).",
                value -> directory = value);
        options.value(
                "--listen",
                "HOST:PORT",
                "Where it shall listen (default localhost:9092).",
                value -> listen = value);
        output.declare(options);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        List<Check> checks = Checks.ofMachine(Path.of(directory), address(listen));
        return new Report(output, terminal).print(checks.stream().map(Check::look).toList());
    }

    private static InetSocketAddress address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
        if (port < 0 || port > LARGEST_PORT) {
            throw new UsageException(
                    "'" + text + "' is no address for --listen; give for example localhost:9092");
        }
        return InetSocketAddress.createUnresolved(matcher.group(1), port);
    }

    /** Prints verdicts. */
    record Report(Output output, Terminal terminal) {

        /** Returns the exit code: 1 when something fails. */
        int print(List<Verdict> verdicts) {
            if (output.forPeople()) {
                Ink ink = Ink.of(terminal);
                verdicts.forEach(verdict -> line(verdict, ink));
                terminal.out().println("\n" + summary(verdicts));
            } else {
                output.rows(table(), verdicts, terminal);
            }
            return verdicts.stream().anyMatch(Verdict.Fail.class::isInstance) ? 1 : 0;
        }

        private void line(Verdict verdict, Ink ink) {
            String word =
                    switch (verdict) {
                        case Verdict.Ok _ -> ink.good(word(verdict)) + "  ";
                        case Verdict.Warn _ -> ink.warning(word(verdict));
                        case Verdict.Fail _ -> ink.bad(word(verdict));
                    };
            String what = verdict.what() + " ".repeat(Math.max(1, WIDTH - verdict.what().length()));
            terminal.out().println(word + "  " + what + verdict.value());
            String indent = " ".repeat(WORD_WIDTH + 2 + WIDTH);
            if (!verdict.why().isEmpty()) {
                terminal.out().println(indent + verdict.why());
                terminal.out().println(indent + verdict.todo());
            }
        }

        private static String summary(List<Verdict> verdicts) {
            long fails = verdicts.stream().filter(Verdict.Fail.class::isInstance).count();
            long warnings = verdicts.stream().filter(Verdict.Warn.class::isInstance).count();
            if (fails > 0) {
                return fails + " to mend before a broker can run here.";
            }
            return warnings == 0
                    ? "Nothing to mend."
                    : "A broker can run here; " + warnings + " could be better.";
        }

        private static String word(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Ok _ -> "ok";
                case Verdict.Warn _ -> "warn";
                case Verdict.Fail _ -> "fail";
            };
        }

        private static Table<Verdict> table() {
            return new Table<Verdict>()
                    .column("result", Report::word)
                    .column("check", Verdict::what)
                    .column("value", Verdict::value)
                    .column("why", Verdict::why)
                    .column("todo", Verdict::todo);
        }
    }
}

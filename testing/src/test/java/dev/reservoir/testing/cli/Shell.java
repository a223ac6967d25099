package dev.reservoir.testing.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Main;
import dev.reservoir.cli.Terminal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Runs commands in this JVM against one broker and keeps what they print. */
final class Shell {
    /** What a command did. */
    record Result(int code, String out, String err) {
        List<String> lines() {
            return out.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private final String bootstrap;

    Shell(BrokerUnderTest broker) {
        this.bootstrap = broker.bootstrap();
    }

    /**
     * Runs {@code command} (name and arguments with spaces between) with {@code input} on standard
     * input.
     */
    Result run(String input, String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add("--bootstrap-server");
        arguments.add(bootstrap);
        return run(input, arguments);
    }

    /** Runs a command; the first argument is its name. */
    static Result run(String input, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = run(input, out, err, arguments);
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Runs a command that may be watched while it runs. */
    static int run(OutputStream out, String command) {
        return run("", out, OutputStream.nullOutputStream(), List.of(command.split(" ")));
    }

    private static int run(
            String input, OutputStream out, OutputStream err, List<String> arguments) {
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false);
        return Main.run(arguments, terminal);
    }

    /** Runs a command as it stands, without naming the broker. */
    Result plain(String command) {
        return run("", List.of(command.split(" ")));
    }

    Result run(String command) {
        return run("", command);
    }
}

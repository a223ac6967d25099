package dev.reservoir.bench;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The command line. */
record Options(
        int rounds,
        boolean quick,
        Set<String> workloads,
        @Nullable String only,
        Path directory,
        @Nullable Path out) {
    static final List<String> WORKLOADS =
            List.of(
                    "idle",
                    "produce-all",
                    "produce-1",
                    "produce-lz4",
                    "consume",
                    "latency",
                    "restart",
                    "transactions",
                    "one-by-one",
                    "groups",
                    "compaction");

    /** Refuses what it does not know with a sentence. */
    static Options parse(String[] arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Options options =
                new Options(
                        0,
                        false,
                        Set.copyOf(WORKLOADS),
                        null,
                        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
                        null);
        while (!rest.isEmpty()) {
            String option = rest.pop();
            options = options.with(option, option.equals("--quick") ? "" : value(option, rest));
        }
        return options.rounds > 0 ? options : options.withRounds(options.quick ? 1 : 3);
    }

    /** The command as a page tells it: where it ran is of no interest to others. */
    static String command(String... arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        StringBuilder command = new StringBuilder("bench/run");
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            if (argument.equals("--dir")) {
                rest.pop();
            } else {
                command.append(' ').append(argument);
            }
        }
        return command.toString();
    }

    boolean runs(String contender) {
        return only == null || only.equals(contender);
    }

    private Options with(String option, String value) {
        return switch (option) {
            case "--quick" -> new Options(rounds, true, workloads, only, directory, out);
            case "--rounds" -> withRounds(positive(option, value));
            case "--workloads" -> {
                List<String> chosen = List.of(value.split(","));
                chosen.forEach(name -> mustBeOneOf(option, name, WORKLOADS));
                yield new Options(rounds, quick, Set.copyOf(chosen), only, directory, out);
            }
            case "--only" -> {
                mustBeOneOf(option, value, List.of("reservoir", "kafka"));
                yield new Options(rounds, quick, workloads, value, directory, out);
            }
            case "--dir" -> new Options(rounds, quick, workloads, only, Path.of(value), out);
            case "--out" -> new Options(rounds, quick, workloads, only, directory, Path.of(value));
            default ->
                    throw new IllegalArgumentException(
                            "there is no option " + option + "; see bench/run --help");
        };
    }

    private Options withRounds(int number) {
        return new Options(number, quick, workloads, only, directory, out);
    }

    private static String value(String option, Deque<String> rest) {
        if (!option.startsWith("--")) {
            throw new IllegalArgumentException("what is " + option + "? see bench/run --help");
        }
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value; see bench/run --help");
        }
        return rest.pop();
    }

    private static int positive(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(option + " takes a number from 1 on, not " + value);
    }

    private static void mustBeOneOf(String option, String value, List<String> known) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException(
                    option + " takes " + String.join(", ", known) + "; not " + value);
        }
    }
}

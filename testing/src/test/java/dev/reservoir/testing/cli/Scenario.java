package dev.reservoir.testing.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Command lines that are run one after the other by Apache Kafka's tools and by ours. The form of
 * the text is told in {@code tools/README.md} beside the texts.
 *
 * @param inTurn Kafka's tools are through with it before ours begin
 * @param files by name
 */
record Scenario(String title, boolean inTurn, Map<String, String> files, List<Step> steps) {
    /** What of a command is compared. */
    enum Part {
        CODE,
        OUT,
        ERR
    }

    /**
     * A command, or what is done beside it.
     *
     * @param line what is run
     * @param input of the command
     * @param words such as {@code sorted}: how it is run and compared
     * @param saved names for what regular expressions find in the output
     * @param deviations where ours is meant to differ, and why
     */
    record Step(
            String line,
            StringBuilder input,
            List<String> words,
            Map<String, String> saved,
            Map<Part, String> deviations) {
        static Step of(String line) {
            return new Step(
                    line,
                    new StringBuilder(),
                    new ArrayList<>(),
                    new LinkedHashMap<>(),
                    new EnumMap<>(Part.class));
        }

        boolean is(String word) {
            return words.contains(word);
        }
    }

    /** The scenarios in a resource. */
    static List<Scenario> read(String resource) {
        return parse(text(resource));
    }

    static List<Scenario> parse(String text) {
        List<Scenario> scenarios = new ArrayList<>();
        String title = "";
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("== ")) {
                if (!title.isEmpty()) {
                    scenarios.add(parse(title, lines));
                }
                title = line.substring(3);
                lines.clear();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line.stripLeading());
            }
        }
        scenarios.add(parse(title, lines));
        return scenarios;
    }

    private static Scenario parse(String title, List<String> lines) {
        Map<String, String> files = new LinkedHashMap<>();
        List<Step> steps = new ArrayList<>();
        boolean inTurn = false;
        String file = "";
        for (String line : lines) {
            String rest = line.substring(Math.min(line.length(), 2));
            if (line.equals("in turn")) {
                inTurn = true;
            } else if (line.startsWith("@ ")) {
                file = rest;
                files.put(file, "");
            } else if (line.startsWith("|")) {
                files.merge(file, rest + "\n", String::concat);
            } else if (line.startsWith("$ ") || line.startsWith("+ ") || line.startsWith("* ")) {
                steps.add(Step.of(line));
            } else {
                describe(steps.getLast(), line);
            }
        }
        return new Scenario(title, inTurn, files, steps);
    }

    private static void describe(Step step, String line) {
        if (line.startsWith("<")) {
            step.input().append(line.substring(Math.min(line.length(), 2))).append('\n');
        } else if (line.startsWith("differs ")) {
            String[] parts = line.substring("differs ".length()).split(": ", 2);
            for (String part : parts[0].split(" ")) {
                step.deviations()
                        .put(Part.valueOf(part.toUpperCase(java.util.Locale.ROOT)), parts[1]);
            }
        } else if (line.startsWith("save ")) {
            String[] parts = line.split(" ", 3);
            step.saved().put(parts[1], parts[2]);
        } else {
            step.words().addAll(List.of(line.split(" ")));
        }
    }

    private static String text(String resource) {
        try (var in = Objects.requireNonNull(Scenario.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

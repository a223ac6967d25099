package dev.reservoir.testing.cli;

import dev.reservoir.testing.cli.Scenario.Step;
import dev.reservoir.testing.cli.Shell.Result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who plays a {@link Scenario}: Apache Kafka's tools, or ours. Each has names, files and values of
 * its own, and tells what it saw without them.
 */
final class Actor {
    /** Runs a command; the first argument is its name. */
    interface Tools {
        Result run(String name, List<String> arguments, String input) throws IOException;
    }

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private final Tools tools;
    private final String bootstrap;
    private final Path directory;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param id stands before the names of all that the actor makes; as long as the other's
     * @param directory for files of its own
     */
    Actor(Tools tools, String bootstrap, String id, Path directory) {
        this.tools = tools;
        this.bootstrap = bootstrap;
        this.directory = directory;
        values.put("dir", directory.toString());
        values.put("id", id);
        values.put("bootstrap", bootstrap);
    }

    /** Plays it all; what each step gave, as it was said. */
    List<Result> play(Scenario scenario) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> file : scenario.files().entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), filled(file.getValue()));
        }
        List<Result> results = new ArrayList<>();
        try (GroupMembers members = new GroupMembers(bootstrap);
                OpenTransactions transactions = new OpenTransactions(bootstrap)) {
            for (Step step : scenario.steps()) {
                String line = filled(step.line());
                List<String> words = List.of(line.substring(2).split(" "));
                results.add(
                        switch (line.charAt(0)) {
                            case '+' -> members.join(words);
                            case '*' -> transactions.open(words);
                            default -> run(step, line);
                        });
            }
        }
        return results;
    }

    private Result run(Step step, String line) throws IOException {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line.substring(2));
        while (matcher.find()) {
            words.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        String name = words.removeFirst();
        if (!step.is("alone") && !line.contains("--bootstrap-")) {
            words.addAll(List.of("--bootstrap-server", bootstrap));
        }
        Result result = tools.run(name, words, filled(step.input().toString()));
        step.saved()
                .forEach((saved, regex) -> {
                    Matcher found = Pattern.compile(filled(regex)).matcher(result.out());
                    values.put(saved, found.find() ? found.group(1) : "nothing-found");
                });
        if (step.is("keep")) {
            Files.writeString(directory.resolve("kept"), result.out());
        }
        return result;
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    /** A text without what is the actor's own. */
    String neutral(String text) {
        String neutral = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            // A number may stand in any other.
            if (!value.getValue().chars().allMatch(Character::isDigit)) {
                neutral = neutral.replace(value.getValue(), "{" + value.getKey() + "}");
            }
        }
        return neutral;
    }
}

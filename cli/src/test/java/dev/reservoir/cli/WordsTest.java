package dev.reservoir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.cli.house.House;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What every word of {@code reservoir} has, and what happens to those that are none. */
final class WordsTest {
    private final Captured captured = new Captured();

    private int run(String... words) {
        return Main.run(
                Stream.concat(Stream.of(House.NAME), Stream.of(words)).toList(),
                captured.terminal());
    }

    /** The paths to all commands. */
    static List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        collect(House.words(), List.of(), commands);
        return commands;
    }

    private static void collect(
            Word.Branch branch, List<String> path, List<List<String>> commands) {
        for (Word word : branch.words()) {
            List<String> here = new ArrayList<>(path);
            here.add(word.name());
            switch (word) {
                case Word.Branch inner -> collect(inner, here, commands);
                case Word.Leaf _ -> commands.add(here);
                case Word.Elsewhere _ -> {}
            }
        }
    }

    private int run(List<String> path, String argument) {
        List<String> words = new ArrayList<>(path);
        words.add(argument);
        return run(words.toArray(String[]::new));
    }

    @Test
    void aNumberOfReplicasThatCannotBeIsNotCutToOneThatCan() {
        assertThat(run("topic", "create", "t", "--replicas", "65537")).isEqualTo(2);
        assertThat(captured.err()).contains("--replicas", "32767", "65537");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItselfWithExamples(List<String> path) {
        assertThat(run(path, "--help")).isZero();
        String name = "reservoir " + String.join(" ", path);
        assertThat(captured.out()).startsWith(name + ": ").contains("Examples:\n", name);
        assertThat(captured.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(captured.out().lines()).noneMatch(line -> line.endsWith(" "));
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleIsACommandLineThatCanBeRead(List<String> path) {
        Word word = House.words();
        for (String name : path) {
            word =
                    ((Word.Branch) word)
                            .words().stream()
                                    .filter(each -> each.name().equals(name))
                                    .findFirst()
                                    .orElseThrow();
        }
        for (Example example : ((Word.Leaf) word).command().get().examples()) {
            Command command = ((Word.Leaf) word).command().get();
            OptionTable table = CommandRunner.table(command);
            OptionTable.Arguments read = table.parse(arguments(example.line(), path.size()));
            table.fill(read);
            Positional.fill(table.positionals(), read.extra());
        }
    }

    /** The words behind the command's own, without quotes, pipes and redirections. */
    private static List<String> arguments(String line, int words) {
        String own = line.replaceAll("source <\\(|\\)$|.*\\| (?=reservoir)| [<|] .*", "");
        List<String> arguments = new ArrayList<>();
        for (String word : own.split(" (?=(?:[^']*'[^']*')*[^']*$)")) {
            arguments.add(word.replace("'", ""));
        }
        return arguments.subList(1 + words, arguments.size());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandNamesTheNearestOption(List<String> path) {
        assertThat(run(path, "--hlep")).isEqualTo(2);
        assertThat(captured.err()).contains("'--hlep'", "did you mean --help?");
        assertThat(captured.err().lines()).hasSize(2);
    }

    @Test
    void aMisspeltWordNamesTheNearest() {
        assertThat(run("tpoic", "list")).isEqualTo(2);
        assertThat(captured.err()).contains("did you mean 'reservoir topic'?");
    }

    @Test
    void aWordWithoutAnythingLikeItListsAll() {
        assertThat(run("topic", "frobnicate")).isEqualTo(2);
        assertThat(captured.err()).contains("there is: list, create");
    }

    @Test
    void helpMayStandInFront() {
        assertThat(run("help", "topic", "create")).isZero();
        assertThat(captured.out()).startsWith("reservoir topic create: ");
    }

    @Test
    void anArgumentTooManyIsAnError() {
        assertThat(run("topic", "describe", "a", "b")).isEqualTo(2);
        assertThat(captured.err()).contains("'b' is one argument too many");
    }

    @Test
    void aMissingArgumentIsNamed() {
        assertThat(run("topic", "describe")).isEqualTo(2);
        assertThat(captured.err()).contains("missing TOPIC");
    }

    @Test
    void nothingListeningIsToldAtOnce() {
        assertThat(run("topic", "list", "-b", "127.0.0.1:1")).isEqualTo(1);
        assertThat(captured.err())
                .contains("cannot connect to 127.0.0.1:1: Connection refused")
                .contains("'reservoir start' starts one");
    }

    @Test
    void wordsOptionsAndChoicesAreCompleted() {
        run("__complete", "to");
        run("__complete", "topic", "cr");
        run("__complete", "topic", "create", "--part");
        run("__complete", "topic", "list", "--output", "y");
        run("__complete", "topic", "create", "--config", "");
        assertThat(captured.out().lines())
                .containsExactly("topic", "create", "--partitions", "yaml");
    }
}

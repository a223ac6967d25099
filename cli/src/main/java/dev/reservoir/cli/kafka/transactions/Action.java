package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Nearest;
import dev.reservoir.cli.UsageException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The commands behind {@code kafka-transactions}, and which options each takes. */
enum Action {
    LIST("list", "", "--duration-filter --transactional-id-pattern"),
    DESCRIBE("describe", "--transactional-id", ""),
    DESCRIBE_PRODUCERS("describe-producers", "--topic --partition", "--broker-id"),
    ABORT(
            "abort",
            "--topic --partition",
            "--start-offset --producer-id --producer-epoch --coordinator-epoch"),
    FIND_HANGING("find-hanging", "", "--broker-id --max-transaction-timeout --topic --partition"),
    FORCE_TERMINATE("forceTerminateTransaction", "--transactionalId", "");

    private final String word;
    private final String required;
    private final String optional;

    /**
     * @param required the options that it needs, with spaces between
     * @param optional the others that it takes
     */
    Action(String word, String required, String optional) {
        this.word = word;
        this.required = required;
        this.optional = optional;
    }

    /** The one of this name, after the options that are given with it were looked at. */
    static Action of(String word, GivenOptions given) {
        Action action =
                Arrays.stream(values())
                        .filter(each -> each.word.equals(word))
                        .findFirst()
                        .orElseThrow(() -> unknown(word));
        for (String option : given.names()) {
            List<String> owners = owners(option);
            if (!owners.isEmpty() && !owners.contains(word)) {
                throw new UsageException(
                        "Option "
                                + option
                                + " belongs to "
                                + String.join(" and ", owners)
                                + ", not to "
                                + word);
            }
        }
        given.requireAll(options(action.required).toArray(String[]::new));
        return action;
    }

    private static UsageException unknown(String word) {
        List<String> words = Arrays.stream(values()).map(each -> each.word).toList();
        return new UsageException(
                "'"
                        + word
                        + "' is no command; "
                        + Nearest.of(word, words)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("there are " + String.join(", ", words)));
    }

    private static List<String> owners(String option) {
        return Arrays.stream(values())
                .filter(each ->
                        options(each.required + " " + each.optional).anyMatch(option::equals))
                .map(each -> each.word)
                .toList();
    }

    private static Stream<String> options(String names) {
        return Arrays.stream(names.split(" ")).filter(name -> !name.isEmpty());
    }
}

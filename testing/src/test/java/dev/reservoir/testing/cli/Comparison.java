package dev.reservoir.testing.cli;

import dev.reservoir.testing.cli.Scenario.Part;
import dev.reservoir.testing.cli.Scenario.Step;
import dev.reservoir.testing.cli.Shell.Result;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what Kafka's tool said with what ours said, without what is left to chance. What is
 * taken out of every output is told in {@code tools/README.md}.
 */
final class Comparison {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** 16 bytes in base 64; a word of that length has no digit, and no two capitals in a row. */
    private static final Pattern KAFKA_ID =
            Pattern.compile(
                    "(?<![\\w.-])(?=\\S*(\\d|[A-Z]{2}|_))(?=\\S*[A-Z])[\\w-]{22}(?![\\w-])");

    private static final Pattern TIME = Pattern.compile("\\b1[6-9]\\d{11}\\b");
    private static final Pattern NUMBER =
            Pattern.compile("-?\\b\\d+([.,]\\d+)*(E-?\\d+)?\\b|NaN|Infinity");
    private static final Pattern HELP =
            Pattern.compile("(?s)(^|\\n)Option( \\(\\* = required\\))?\\s+Description.*");

    private static final Pattern BLANKS = Pattern.compile(" +(?=\\t)");

    /** An exception and its trace, on standard error. */
    private static final Pattern TRACE =
            Pattern.compile(
                    "(\\tat |\\t\\.\\.\\. |Caused by: |\\t?Suppressed: |Exception in thread"
                            + " |[a-z]+(\\.\\w+)+(Exception|Error)\\b).*");

    private static final String REMARK = "The consumer rebalance protocol (KIP-848) is";
    private static final String SENTENCE = "Error: ";

    private static final String ON_RESERVOIR = "on Reservoir: ";

    private final boolean onReservoir;

    /**
     * @param onReservoir whether the broker is Reservoir
     */
    Comparison(boolean onReservoir) {
        this.onReservoir = onReservoir;
    }

    /** What is not as it shall be; empty if all is. */
    List<String> differences(Step step, Result kafkas, Result ours) {
        List<String> differences = new ArrayList<>();
        boolean failed = kafkas.code() != 0 && ours.code() != 0;
        compare(Part.CODE, step, kafkas.code(), ours.code(), differences);
        compare(Part.OUT, step, kafkas.out(), ours.out(), differences);
        if (!failed) {
            compare(Part.ERR, step, kafkas.err(), ours.err(), differences);
        }
        return differences;
    }

    private void compare(
            Part part, Step step, Object kafkas, Object ours, List<String> differences) {
        String reason = step.deviations().get(part);
        if (reason != null && reason.startsWith(ON_RESERVOIR) && !onReservoir) {
            reason = null;
        }
        if (reason == null && !kafkas.equals(ours)) {
            differences.add(
                    "%s\n%s of Kafka's: %s\n%s of ours: %s"
                            .formatted(step.line(), part, kafkas, part, ours));
        } else if (reason != null && kafkas.equals(ours)) {
            differences.add(
                    "%s\n%s no longer differs (%s): %s"
                            .formatted(step.line(), part, reason, kafkas));
        }
    }

    /** What was said, without what is left to chance and what is the actor's own. */
    static Result neutral(Step step, Actor actor, Result said) {
        String err = HELP.matcher(said.err()).replaceAll("");
        err =
                joined(
                        err.lines()
                                .filter(line -> !line.isBlank())
                                .filter(line -> !TRACE.matcher(line).matches())
                                .filter(line -> !line.startsWith(REMARK))
                                .filter(line -> !line.startsWith(SENTENCE)));
        return new Result(said.code(), text(step, actor, said.out()), text(step, actor, err));
    }

    private static String text(Step step, Actor actor, String said) {
        String text = actor.neutral(said);
        text = UUID.matcher(text).replaceAll("UUID");
        text = KAFKA_ID.matcher(text).replaceAll("ID");
        text = TIME.matcher(text).replaceAll("TIME");
        if (step.is("numbers")) {
            text = NUMBER.matcher(text).replaceAll("N");
        }
        if (step.is("blanks")) {
            text = BLANKS.matcher(text).replaceAll("");
        }
        if (step.is("own")) {
            text = joined(text.lines().filter(line -> line.contains("{id}")));
        }
        if (step.is("first")) {
            text = joined(text.lines().limit(1));
        }
        return step.is("sorted") ? joined(text.lines().sorted()) : text;
    }

    private static String joined(Stream<String> lines) {
        return lines.collect(Collectors.joining("\n"));
    }
}

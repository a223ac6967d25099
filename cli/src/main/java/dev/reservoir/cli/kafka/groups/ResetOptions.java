package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.UsageException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code --reset-offsets}. */
final class ResetOptions {
    boolean allTopics;
    boolean dryRun;
    boolean execute;
    boolean export;
    boolean toEarliest;
    boolean toLatest;
    boolean toCurrent;
    @Nullable Long toOffset;
    @Nullable Long shiftBy;
    @Nullable String toDatetime;
    @Nullable String byDuration;
    @Nullable String fromFile;

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        options.flag(
                "--all-topics",
                "With --reset-offsets: every topic the group has offsets of.",
                () -> allTopics = true);
        options.flag(
                "--dry-run",
                "With --reset-offsets: only show what would be done (the default).",
                () -> dryRun = true);
        options.flag("--execute", "With --reset-offsets: do it.", () -> execute = true);
        options.flag(
                "--export",
                "With --reset-offsets: print the plan as CSV, for --from-file.",
                () -> export = true);
        options.flag("--to-earliest", "Reset to the earliest offset.", () -> toEarliest = true);
        options.flag("--to-latest", "Reset to the latest offset.", () -> toLatest = true);
        options.flag(
                "--to-current",
                "Reset to the committed offset; to the latest where there is none.",
                () -> toCurrent = true);
        options.number("--to-offset", "OFFSET", "Reset to this offset.", value -> toOffset = value);
        options.number(
                "--shift-by",
                "N",
                "Move the committed offset by N, back if negative.",
                value -> shiftBy = value);
        options.value(
                "--to-datetime",
                "DATETIME",
                "Reset to the first record of this time or later: YYYY-MM-DDThh:mm:ss.sss, in"
                        + " UTC without a zone behind it.",
                value -> toDatetime = value);
        options.value(
                "--by-duration",
                "DURATION",
                "Reset to the first record younger than this: PnDTnHnMnS.",
                value -> byDuration = value);
        options.value(
                "--from-file",
                "FILE",
                "Reset to the offsets in a CSV file.",
                value -> fromFile = value);
    }

    /** What to reset to; exactly one way must be given. */
    ResetSpec spec(InstantSource clock) {
        List<ResetSpec> specs = new ArrayList<>();
        if (toEarliest) {
            specs.add(new ResetSpec.ToEarliest());
        }
        if (toLatest) {
            specs.add(new ResetSpec.ToLatest());
        }
        if (toCurrent) {
            specs.add(new ResetSpec.ToCurrent());
        }
        if (toOffset != null) {
            specs.add(new ResetSpec.ToOffset(toOffset));
        }
        if (shiftBy != null) {
            specs.add(new ResetSpec.ShiftBy(shiftBy));
        }
        if (toDatetime != null) {
            specs.add(new ResetSpec.ToTime(Datetime.parseMillis(toDatetime)));
        }
        if (byDuration != null) {
            specs.add(
                    new ResetSpec.ToTime(
                            clock.instant().minus(duration(byDuration)).toEpochMilli()));
        }
        if (fromFile != null) {
            specs.add(new ResetSpec.FromFile(fromFile));
        }
        if (specs.size() != 1) {
            throw new UsageException(
                    "Option --reset-offsets takes exactly one of --to-earliest, --to-latest,"
                        + " --to-current, --to-offset, --shift-by, --to-datetime, --by-duration,"
                        + " --from-file");
        }
        return specs.getFirst();
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException _) {
            throw new UsageException(
                    "'" + text + "' in --by-duration is not a duration such as P1D or PT1H30M");
        }
    }
}

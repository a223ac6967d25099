package dev.reservoir.cli.groups;

import dev.reservoir.cli.UsageException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code --reset-offsets}. */
final class ResetOptions {
    @Option(
            names = "--all-topics",
            description = "With --reset-offsets: every topic the group has offsets of.")
    boolean allTopics;

    @Option(
            names = "--dry-run",
            description = "With --reset-offsets: only show what would be done (the default).")
    boolean dryRun;

    @Option(names = "--execute", description = "With --reset-offsets: do it.")
    boolean execute;

    @Option(
            names = "--export",
            description = "With --reset-offsets: print the plan as CSV, for --from-file.")
    boolean export;

    @Option(names = "--to-earliest", description = "Reset to the earliest offset.")
    boolean toEarliest;

    @Option(names = "--to-latest", description = "Reset to the latest offset.")
    boolean toLatest;

    @Option(
            names = "--to-current",
            description = "Reset to the committed offset; to the latest where there is none.")
    boolean toCurrent;

    @Option(names = "--to-offset", paramLabel = "OFFSET", description = "Reset to this offset.")
    @Nullable Long toOffset;

    @Option(
            names = "--shift-by",
            paramLabel = "N",
            description = "Move the committed offset by N, back if negative.")
    @Nullable Long shiftBy;

    @Option(
            names = "--to-datetime",
            paramLabel = "DATETIME",
            description =
                    "Reset to the first record of this time or later: YYYY-MM-DDThh:mm:ss.sss, in"
                            + " UTC without a zone behind it.")
    @Nullable String toDatetime;

    @Option(
            names = "--by-duration",
            paramLabel = "DURATION",
            description = "Reset to the first record younger than this: PnDTnHnMnS.")
    @Nullable String byDuration;

    @Option(
            names = "--from-file",
            paramLabel = "FILE",
            description = "Reset to the offsets in a CSV file.")
    @Nullable String fromFile;

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

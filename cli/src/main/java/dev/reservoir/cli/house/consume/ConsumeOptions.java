package dev.reservoir.cli.house.consume;

import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.Output;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What stands on the command line of {@code reservoir consume}. */
final class ConsumeOptions {
    private static final String[] STARTS = {"--from", "--since", "--last"};

    final Connection connection = Connection.withUsual();
    final Output output = new Output();
    final List<String> topics = new ArrayList<>();
    final List<String> headers = new ArrayList<>();
    final List<String> properties = new ArrayList<>();
    Payload.Format keyFormat = Payload.Format.AUTO;
    Payload.Format valueFormat = Payload.Format.AUTO;
    String from = "";
    String since = "";
    String until = "";
    long last = -1;
    long limit = -1;
    int partition = -1;
    boolean follow;
    boolean committed;
    boolean valuesOnly;
    @Nullable String group;
    @Nullable String key;
    @Nullable Pattern grep;

    void declare(OptionTable options) {
        options.positional(Positional.some("TOPIC", "The topics to read.", topics));
        options.flag(
                "--follow, -f",
                "Go on at the end; begins with the last 10 records unless told otherwise.",
                () -> follow = true);
        declareRange(options);
        declareFilters(options);
        options.value(
                "--group, -g",
                "GROUP",
                "Read as a member of this group, from where it was, and commit.",
                value -> group = value);
        options.flag("--values", "Print the values alone.", () -> valuesOnly = true);
        options.choice(
                "--value-format",
                Payload.Format.class,
                "What values are printed as: auto is text or, where it is none, hex; json is"
                        + " indented.",
                value -> valueFormat = value);
        options.choice(
                "--key-format",
                Payload.Format.class,
                "What keys are printed as; see --value-format.",
                value -> keyFormat = value);
        options.values(
                "--command-property",
                "KEY=VALUE",
                "A property of the consumer. Repeatable.",
                properties);
        connection.declare(options);
        output.declare(options);
    }

    private void declareRange(OptionTable options) {
        options.value(
                "--from",
                "beginning|end|OFFSET",
                "Where to begin (default beginning).",
                value -> from = value);
        options.value(
                "--since",
                "TIME",
                "Records from this time on: a span before now (10m), a date or a time.",
                value -> since = value);
        options.number(
                "--last",
                "N",
                "The last N records of all partitions together.",
                value -> last = value);
        options.value("--until", "TIME", "Records before this time.", value -> until = value);
        options.integer("--partition, -p", "N", "Only this partition.", value -> partition = value);
        options.number("--limit, -n", "N", "Stop after N records.", value -> limit = value);
    }

    private void declareFilters(OptionTable options) {
        options.value("--key, -k", "KEY", "Only records with this key.", value -> key = value);
        options.value(
                "--grep",
                "REGEX",
                "Only records in whose key or value this is found.",
                value -> grep = pattern(value));
        options.flag(
                "--committed",
                "Only records that no transaction can take back: not those of open or aborted"
                        + " ones (isolation.level=read_committed).",
                () -> committed = true);
        options.values(
                "--header",
                "NAME[=VALUE]",
                "Only records with this header. Repeatable: all must be there.",
                headers);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "'" + text + "' is no regular expression: " + e.getDescription());
        }
    }

    void check(GivenOptions given) {
        for (String start : STARTS) {
            given.forbid(start, STARTS);
            given.forbid("--group", start);
        }
        given.forbid("--group", "--until", "--partition");
        given.forbid("--follow", "--until");
        given.forbid("--values", "--output");
        if (!from.isEmpty() && !from.matches("beginning|end|\\d{1,18}")) {
            throw new UsageException(
                    "'"
                            + from
                            + "' is not a value of --from, which takes beginning, end or an"
                            + " offset");
        }
        given.atLeast(0, "--last", last);
        given.atLeast(0, "--limit", limit);
        given.atLeast(0, "--partition", partition);
    }
}

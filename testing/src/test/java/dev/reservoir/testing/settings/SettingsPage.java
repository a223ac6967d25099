package dev.reservoir.testing.settings;

import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.ConfigEntry;
import dev.reservoir.meta.config.ConfigKey;
import dev.reservoir.meta.config.EffectiveConfigs;
import dev.reservoir.meta.config.TopicKeys;
import dev.reservoir.meta.config.UnservedKeys;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes docs/SETTINGS.md. */
final class SettingsPage {
    private static final String NO_EFFECT = "No effect";
    private static final long[] MS = {1, 1000, 60_000, 3_600_000, 86_400_000};
    private static final String[] SPANS = {"ms", "s", "min", "h", "d"};
    private static final long[] BYTES = {1, 1 << 10, 1 << 20, 1 << 30};
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB"};

    private static final String HEAD =
            """
            # Settings

            Made from the program's own tables; `SettingsPageTest` keeps it true. Names, types, ranges and defaults are those of Apache Kafka 4.3.1
            but for the defaults of `group.initial.rebalance.delay.ms` (0: [why](adr/0013-groups-form-at-once.md)), `log.dir` (not below
            `/tmp`), `node.id` (Kafka has none) and `offsets.topic.replication.factor` (there is one broker). Reservoir's own are `commit.max.bytes`, `disk.reserve.bytes`, `flush.policy`, `inflight.max.bytes`, `journal.*`,
            `max.partitions.per.broker` and `open.files.max`. A `server.properties` of Kafka's can be used as it is.

            | | how it is set |
            |---|---|
            | the broker, at start | `bin/reservoir start --config server.properties --set log.retention.hours=24`; `--set` counts before the file |
            | the broker, while it runs | `bin/reservoir config set --broker log.retention.ms=12h`, or `bin/kafka-configs` |
            | a topic, always while it runs | `bin/reservoir topic create orders --config retention.ms=7d`, `bin/reservoir config set orders retention.ms=7d`, or Kafka's commands |
            | the broker's JVM | the variable `RESERVOIR_OPTS`, after the flags of `broker/jvm.options`: `RESERVOIR_OPTS=-Xmx2g bin/reservoir start` |
            | the commands | variables of the environment: [CLI.md](CLI.md) |

            What holds, and where it comes from: `bin/reservoir config get orders`, `bin/reservoir config get --broker`. A name that is
            misspelt or a value out of range is refused with a sentence that names the key, the value and what is allowed.
            """;

    private SettingsPage() {}

    static String text() {
        EffectiveConfigs configs =
                EffectiveConfigs.of(BrokerConfig.of(Map.of()), MetadataImage.EMPTY);
        List<ConfigKey> idle = new ArrayList<>(TopicKeys.KEYS.all());
        configs.describeBroker().forEach(entry -> idle.add(entry.key()));
        StringBuilder page = new StringBuilder(HEAD);
        page.append(
                "\n## Topics\n\nThe broker's defaults for them are among its own settings.\n\n");
        page.append(
                "| setting | type | default | values | what it does |\n|---|---|---|---|---|\n");
        working(TopicKeys.KEYS.all()).forEach(key -> page.append(row(key, null)));
        page.append("\n## Broker\n\n");
        page.append("| setting | type | default | values | changed | what it does |\n");
        page.append("|---|---|---|---|---|---|\n");
        for (ConfigEntry entry : configs.describeBroker()) {
            if (works(entry.key())) {
                page.append(row(entry.key(), entry.readOnly() ? "at start" : "while it runs"));
            }
        }
        page.append(withoutEffect(idle)).append(unserved());
        return page.toString();
    }

    private static boolean works(ConfigKey key) {
        return !key.documentation().contains(NO_EFFECT);
    }

    private static List<ConfigKey> working(Collection<ConfigKey> keys) {
        return keys.stream().filter(SettingsPage::works).toList();
    }

    private static String row(ConfigKey key, @Nullable String changed) {
        return "| `%s` | %s | %s | %s |%s %s |\n"
                .formatted(
                        key.name(),
                        key.type().name().toLowerCase(Locale.ROOT),
                        value(key),
                        values(key),
                        changed == null ? "" : " " + changed + " |",
                        key.documentation().replace("|", "\\|"));
    }

    private static String values(ConfigKey key) {
        return key.allowed().matches("a text.*|a whole number .*") ? "" : key.allowed();
    }

    private static String value(ConfigKey key) {
        String value = key.defaultValue();
        if (value == null) {
            return "";
        }
        String shown = "`" + value + "`";
        if (value.equals(Long.toString(Long.MAX_VALUE))
                || value.equals(Integer.toString(Integer.MAX_VALUE))) {
            return shown + " (no limit)";
        }
        if (key.name().endsWith(".ms")) {
            return shown + inWords(value, MS, SPANS);
        }
        return key.name().endsWith(".bytes") ? shown + inWords(value, BYTES, SIZES) : shown;
    }

    /** The largest unit that the number is a multiple of, in brackets; nothing for small ones. */
    private static String inWords(String value, long[] units, String[] names) {
        long number = Long.parseLong(value);
        for (int i = units.length - 1; i > 0; i--) {
            if (number > 0 && number % units[i] == 0) {
                return " (" + number / units[i] + " " + names[i] + ")";
            }
        }
        return "";
    }

    private static String withoutEffect(List<ConfigKey> keys) {
        Map<String, List<String>> byReason = new TreeMap<>();
        for (ConfigKey key : keys) {
            String text = key.documentation();
            if (!works(key)) {
                String reason = text.substring(text.indexOf(NO_EFFECT) + NO_EFFECT.length());
                String why = reason.replaceFirst("^( here| yet)?:? *", "");
                byReason.computeIfAbsent(
                                why.equals(".") ? "not served yet" : why.replaceFirst("\\.$", ""),
                                _ -> new ArrayList<>())
                        .add(key.name());
            }
        }
        StringBuilder text =
                new StringBuilder(
                        """

                        ## Taken and shown, without effect

                        For the sake of tools that set or show them; the broker says so at start.

                        | why | topics and broker |
                        |---|---|
                        """);
        byReason.forEach((why, names) ->
                text.append(
                        "| %s | %s |\n"
                                .formatted(why, quoted(names.stream().distinct().toList()))));
        return text.toString();
    }

    private static String unserved() {
        StringBuilder text =
                new StringBuilder(
                        """

                        ## Kafka's settings that are not served

                        At start, a setting that can be left out is named in the log, and one without which the broker would do something else than
                        was asked for stops it, unless it has Kafka's default. A `*` stands for any ending.

                        | what happens | why | settings |
                        |---|---|---|
                        """);
        for (UnservedKeys.Family family : UnservedKeys.families()) {
            text.append(
                    "| %s | %s | %s |\n"
                            .formatted(
                                    family.refused() ? "**refused**" : "named in the log",
                                    family.reason(),
                                    quoted(family.names())));
        }
        return text.toString();
    }

    private static String quoted(List<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("(.*)=(.*)", "`$1` (`$2` is taken)"))
                .map(name -> name.startsWith("`") ? name : "`" + name + "`")
                .collect(Collectors.joining(", "));
    }
}

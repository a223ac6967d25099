package dev.reservoir.cli.kafka.offsets;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Which partitions are asked about. */
final class PartitionFilter {
    private static final Pattern RULE =
            Pattern.compile("([^:,]*)(?::(?:(\\d*)|(?:(\\d*)-(\\d*))))?");

    /** Partitions of the topics whose whole names match. */
    private record Rule(Predicate<String> topics, IntPredicate partitions) {}

    private final List<Rule> rules;

    private PartitionFilter(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * The values of {@code --topic}, a regular expression in which a comma means "or", and {@code
     * --partitions}, numbers with commas between; null or empty for all of them.
     */
    static PartitionFilter of(@Nullable String topic, @Nullable String partitions) {
        Predicate<String> topics = named(topic == null ? ".*" : topic);
        if (partitions == null || partitions.isEmpty()) {
            return new PartitionFilter(List.of(new Rule(topics, _ -> true)));
        }
        Set<Integer> numbers = numbers(partitions);
        return new PartitionFilter(List.of(new Rule(topics, numbers::contains)));
    }

    private static Set<Integer> numbers(String partitions) {
        try {
            return Arrays.stream(partitions.split(","))
                    .map(Integer::parseInt)
                    .collect(Collectors.toSet());
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "--partitions expects a comma separated list of numeric partition ids, but"
                            + " received: "
                            + partitions);
        }
    }

    /**
     * The value of {@code --topic-partitions}: {@code topic:partitions} with commas between, where
     * either may be left out and the partitions are 3, 0-3 (without 3), 5- or -3 (without 3).
     */
    static PartitionFilter ofList(String list) {
        return new PartitionFilter(
                Arrays.stream(list.split(",")).map(PartitionFilter::rule).toList());
    }

    private static Rule rule(String text) {
        Matcher matcher = RULE.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(
                    "Invalid rule specification: "
                            + text
                            + "; the form is topic, topic:1, topic:0-3, topic:5-, topic:-3 or :1");
        }
        Predicate<String> topics = named(matcher.group(1).isEmpty() ? ".*" : matcher.group(1));
        int single = number(matcher.group(2), -1, text);
        if (single >= 0) {
            return new Rule(topics, partition -> partition == single);
        }
        int from = number(matcher.group(3), 0, text);
        int to = number(matcher.group(4), Integer.MAX_VALUE, text);
        return new Rule(topics, partition -> partition >= from && partition < to);
    }

    private static int number(@Nullable String digits, int otherwise, String text) {
        if (digits == null || digits.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException _) {
            throw new UsageException(digits + " in " + text + " is too large for a partition");
        }
    }

    private static Predicate<String> named(String expression) {
        String regex =
                expression
                        .trim()
                        .replace(',', '|')
                        .replace(" ", "")
                        .replaceAll("^[\"']+|[\"']+$", "");
        try {
            return Pattern.compile(regex).asMatchPredicate();
        } catch (PatternSyntaxException e) {
            throw new UsageException(regex + " is an invalid regex: " + e.getDescription());
        }
    }

    /** Whether any partition of the topic may be wanted. */
    boolean wants(String topic) {
        return rules.stream().anyMatch(rule -> rule.topics().test(topic));
    }

    boolean wants(TopicPartition partition) {
        return rules.stream()
                .anyMatch(rule ->
                        rule.topics().test(partition.topic())
                                && rule.partitions().test(partition.partition()));
    }
}

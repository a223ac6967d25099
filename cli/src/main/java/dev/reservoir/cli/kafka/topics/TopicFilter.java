package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.CommandFailure;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The value of {@code --topic} where it selects among topics: a Java regular expression on the
 * whole name, in which a comma means "or". Quotes around it are dropped, as Kafka's tools do.
 */
final class TopicFilter {
    private final Pattern pattern;

    TopicFilter(String expression) {
        String regex =
                expression
                        .trim()
                        .replace(',', '|')
                        .replace(" ", "")
                        .replaceAll("^[\"']+", "")
                        .replaceAll("[\"']+$", "");
        try {
            this.pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new CommandFailure(
                    regex + " is not a valid regular expression: " + e.getDescription());
        }
    }

    boolean matches(String topic) {
        return pattern.matcher(topic).matches();
    }
}

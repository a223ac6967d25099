package dev.reservoir.cli.kafka.topics;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** Finds the topics that an option speaks of. */
final class TopicSelection {
    private final Admin admin;

    TopicSelection(Admin admin) {
        this.admin = admin;
    }

    /** The names that match, sorted. Without an expression all of them. */
    List<String> names(@Nullable String expression, boolean excludeInternal) {
        ListTopicsOptions scope = new ListTopicsOptions().listInternal(!excludeInternal);
        return select(await(admin.listTopics(scope).names()), expression);
    }

    /** As {@link #names}; fails if the expression matches nothing, unless {@code ifExists}. */
    List<String> existing(@Nullable String expression, boolean excludeInternal, boolean ifExists) {
        List<String> found = names(expression, excludeInternal);
        if (found.isEmpty() && expression != null && !expression.isEmpty() && !ifExists) {
            throw new CommandFailure("Topic '" + expression + "' does not exist as expected");
        }
        return found;
    }

    static List<String> select(Set<String> all, @Nullable String expression) {
        TopicFilter filter = expression == null ? null : new TopicFilter(expression);
        return all.stream()
                .filter(topic -> filter == null || filter.matches(topic))
                .sorted()
                .toList();
    }
}

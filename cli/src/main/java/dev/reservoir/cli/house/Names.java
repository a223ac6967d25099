package dev.reservoir.cli.house;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Nearest;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTopicsOptions;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of topics and groups that a cluster has, and sentences on those that it has not. */
public final class Names {
    private static final int SHOWN = 5;

    private Names() {}

    /** The topics, internal ones too if asked for. */
    public static Set<String> topics(Admin admin, boolean internal) {
        return await(admin.listTopics(new ListTopicsOptions().listInternal(internal)).names());
    }

    /** Those that match one of the patterns of {@code *} and {@code ?}; all without a pattern. */
    public static Set<String> matching(Set<String> names, List<String> patterns) {
        Set<String> matching = new TreeSet<>();
        for (String name : names) {
            if (patterns.isEmpty() || patterns.stream().anyMatch(each -> matches(name, each))) {
                matching.add(name);
            }
        }
        return matching;
    }

    private static boolean matches(String name, String pattern) {
        String regex = ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return name.matches(regex);
    }

    /** Fails unless all of these topics exist. */
    public static void requireTopics(Admin admin, Collection<String> wanted) {
        Set<String> there = topics(admin, true);
        for (String topic : wanted) {
            if (!there.contains(topic)) {
                throw new CommandFailure(unknown("topic", topic, there));
            }
        }
    }

    /** Fails unless all of these groups exist. */
    public static void requireGroups(Admin admin, Collection<String> wanted) {
        Set<String> there = new TreeSet<>();
        await(admin.listGroups().all()).stream().map(GroupListing::groupId).forEach(there::add);
        for (String group : wanted) {
            if (!there.contains(group)) {
                throw new CommandFailure(unknown("group", group, there));
            }
        }
    }

    /** That there is none of that name, and what there is instead. */
    public static String unknown(String kind, String name, Collection<String> there) {
        String sentence = "There is no " + kind + " '" + name + "'";
        if (there.isEmpty()) {
            return sentence + " and no other.";
        }
        return sentence
                + Nearest.of(name, there)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElseGet(() -> others(kind, there));
    }

    private static String others(String kind, Collection<String> there) {
        return there.size() > SHOWN
                ? "; 'reservoir " + kind + " list' shows what there is."
                : "; there is: " + String.join(", ", new TreeSet<>(there)) + ".";
    }
}

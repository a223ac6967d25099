package dev.reservoir.cli.kafka.groups;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Terminal;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code --delete}. */
final class DeleteGroups {
    private final GroupClient client;
    private final Terminal terminal;

    DeleteGroups(GroupClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    void run(GroupsOptions options) {
        List<String> deleted = new ArrayList<>();
        Map<String, KafkaException> failed = new TreeMap<>();
        new TreeMap<>(client.delete(client.selected(options)))
                .forEach((group, answer) -> sort(group, answer, deleted, failed));
        if (failed.isEmpty()) {
            terminal.out()
                    .println(
                            "Deletion of requested consumer groups ("
                                    + quoted(deleted)
                                    + ") was successful.");
            return;
        }
        terminal.out().println("\nError: Deletion of some consumer groups failed:");
        failed.forEach((group, error) ->
                terminal.out()
                        .println("* Group '" + group + "' could not be deleted due to: " + error));
        if (!deleted.isEmpty()) {
            terminal.out()
                    .println(
                            "\nThese consumer groups were deleted successfully: "
                                    + quoted(deleted));
        }
    }

    private static void sort(
            String group,
            KafkaFuture<Void> answer,
            List<String> deleted,
            Map<String, KafkaException> failed) {
        try {
            await(answer);
            deleted.add(group);
        } catch (KafkaException e) {
            failed.put(group, e);
        }
    }

    private static String quoted(List<String> groups) {
        return groups.stream().map(group -> "'" + group + "'").collect(Collectors.joining(", "));
    }
}

package dev.reservoir.cli;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What may stand at the end of a command line, a line each: words, options, an option's values, and
 * the names of topics and groups that the cluster has. The shells' functions ({@code reservoir
 * completion}) ask for it with the words typed so far, the unfinished last one among them. Says
 * nothing where it knows nothing, and never fails.
 */
final class Completion {
    /** What the shells put before the words. */
    static final String WORD = "__complete";

    /** Nobody waits longer for a suggestion. Milliseconds. */
    private static final int PATIENCE_MS = 1_500;

    private static final String CLUSTER = "--bootstrap-server";

    private final Word.Branch root;
    private final Terminal terminal;

    Completion(Word.Branch root, Terminal terminal) {
        this.root = root;
        this.terminal = terminal;
    }

    int run(List<String> words) {
        String begun = words.isEmpty() ? "" : words.getLast();
        List<String> before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        after(before, begun).stream()
                .filter(candidate -> candidate.startsWith(begun))
                .forEach(terminal.out()::println);
        return CommandRunner.OK;
    }

    private Collection<String> after(List<String> before, String begun) {
        Word word = root;
        int at = 0;
        while (word instanceof Word.Branch branch) {
            if (at == before.size()) {
                return branch.words().stream().map(Word::name).toList();
            }
            String next = before.get(at++);
            Word found = null;
            for (Word each : branch.words()) {
                found = each.name().equals(next) ? each : found;
            }
            if (found == null) {
                return List.of();
            }
            word = found;
        }
        return word instanceof Word.Leaf leaf
                ? of(leaf.command().get(), before.subList(at, before.size()), begun)
                : List.of();
    }

    private Collection<String> of(Command command, List<String> before, String begun) {
        OptionTable options = CommandRunner.table(command);
        String label = before.isEmpty() ? "" : label(options, before.getLast());
        if (!label.isEmpty()) {
            return values(label, before);
        }
        if (begun.startsWith("-")) {
            return options.entries().keySet();
        }
        int place = 0;
        for (int i = 0; i < before.size(); i++) {
            boolean valueOfAnother = i > 0 && !label(options, before.get(i - 1)).isEmpty();
            place += before.get(i).startsWith("-") || valueOfAnother ? 0 : 1;
        }
        for (Positional positional : options.positionals()) {
            if (place < positional.most()) {
                return values(positional.label(), before);
            }
            place -= positional.most();
        }
        return List.of();
    }

    /** The label of the option's value; empty if this is no option, or one without a value. */
    private static String label(OptionTable options, String argument) {
        for (OptionTable.Entry entry : options.entries().values()) {
            if (argument.equals(entry.names().name()) || argument.equals(entry.names().letter())) {
                return entry.label();
            }
        }
        return "";
    }

    private static Collection<String> values(String label, List<String> before) {
        if (label.contains("|")) {
            return List.of(label.split("\\|"));
        }
        if (!label.equals("TOPIC") && !label.equals("GROUP")) {
            return List.of();
        }
        Properties properties = new Properties();
        properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster(before));
        properties.setProperty(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(PATIENCE_MS));
        properties.setProperty(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(PATIENCE_MS));
        properties.setProperty(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.setProperty(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        try (Admin admin = Admin.create(properties)) {
            return label.equals("TOPIC")
                    ? admin.listTopics().names().get(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    : groups(admin);
        } catch (ExecutionException | TimeoutException | RuntimeException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<String> groups(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        return new ArrayList<>(admin.listGroups().all().get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .stream().map(GroupListing::groupId).toList();
    }

    private static String cluster(List<String> before) {
        for (int i = before.size() - 2; i >= 0; i--) {
            if (before.get(i).equals(CLUSTER) || before.get(i).equals("-b")) {
                return before.get(i + 1);
            }
        }
        return Connection.usual();
    }
}

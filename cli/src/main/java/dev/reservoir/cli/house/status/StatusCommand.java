package dev.reservoir.cli.house.status;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Ink;
import dev.reservoir.cli.house.Output.Nothing;
import dev.reservoir.cli.house.Sheet;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Table;
import dev.reservoir.cli.house.status.Finding.Severity;
import dev.reservoir.machine.Proc;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** {@code reservoir status}. */
public final class StatusCommand extends ClusterCommand {
    /** A broker's data directory, and its process if that runs here. */
    private record Directory(
            Node broker,
            String path,
            LogDirDescription description,
            Optional<LocalProcess> process) {
        private long bytes() {
            return description.replicaInfos().values().stream().mapToLong(ReplicaInfo::size).sum();
        }
    }

    @Override
    public String description() {
        return "Shows what runs, where its data is and how much, and what is wrong.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir status", "exits with 1 if data cannot be reached"),
                new Example("reservoir status -b kafka.example:9092 -o json", ""));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        // Nothing beside where the cluster is and how the answer is printed.
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        ClusterView cluster = ClusterView.of(admin);
        List<Finding> findings = Diagnosis.of(cluster, LongTransaction.of(admin, Instant.now()));
        output.sheet(sheet(cluster, findings), terminal);
        if (findings.isEmpty() && output.forPeople()) {
            terminal.out().println("\n" + Ink.of(terminal).good("Nothing is wrong."));
        }
        boolean broken = findings.stream().anyMatch(each -> each.severity() == Severity.BROKEN);
        return broken ? 1 : 0;
    }

    private static Sheet sheet(ClusterView cluster, List<Finding> findings) {
        List<TopicDescription> topics = cluster.ownTopics();
        int partitions = topics.stream().mapToInt(topic -> topic.partitions().size()).sum();
        long records = topics.stream().mapToLong(cluster.logs()::records).sum();
        int groups = cluster.groups().all().size();
        List<Directory> directories = directories(cluster);
        long bytes = directories.stream().mapToLong(Directory::bytes).sum();
        return new Sheet()
                .value("cluster", "Cluster", cluster.id())
                .value("topics", "Topics", topics.size())
                .value("partitions", "Partitions", partitions, Sizes.count(partitions))
                .value("records", "Records", records, Sizes.count(records))
                .value("bytes", "Data", bytes, Sizes.text(bytes))
                .value("groups", "Groups", groups, Sizes.count(groups))
                .part("brokers", "Brokers", brokers(), directories)
                .part("findings", "What is wrong", findings(), findings);
    }

    private static List<Directory> directories(ClusterView cluster) {
        Proc proc = Proc.ofMachine();
        Instant now = Instant.now();
        List<Directory> directories = new ArrayList<>();
        for (Node broker : cluster.brokers()) {
            cluster.directories()
                    .getOrDefault(broker.id(), Map.of())
                    .forEach((path, description) ->
                            directories.add(
                                    new Directory(
                                            broker,
                                            path,
                                            description,
                                            LocalProcess.of(proc, path, now))));
        }
        return directories;
    }

    private static Table<Directory> brokers() {
        return new Table<Directory>()
                .column("broker", each -> each.broker().id())
                .column("address", each -> each.broker().host() + ":" + each.broker().port())
                .column("pid", each -> process(each, LocalProcess::pid))
                .span("upMs", each -> process(each, found -> found.up().toMillis()))
                .bytes("memory", each -> process(each, LocalProcess::bytes))
                .column("directory", Directory::path)
                .bytes("data", Directory::bytes)
                .bytes("free", each -> or(each.description().usableBytes()))
                .bytes("disk", each -> or(each.description().totalBytes()));
    }

    private static Object process(Directory directory, Function<LocalProcess, Object> value) {
        return directory.process().map(value).orElse(Nothing.NOTHING);
    }

    private static Object or(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Nothing.NOTHING;
    }

    private static Table<Finding> findings() {
        return new Table<Finding>()
                .column("severity", each -> each.severity().name().toLowerCase(Locale.ROOT))
                .column("finding", Finding::text);
    }
}

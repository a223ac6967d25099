package dev.reservoir.cli.topics;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-topics} besides the connection. */
final class TopicsOptions {
    @Option(names = "--list", description = "List the topics.")
    boolean list;

    @Option(names = "--create", description = "Create a topic.")
    boolean create;

    @Option(names = "--describe", description = "Show partitions, replicas and overridden configs.")
    boolean describe;

    @Option(names = "--alter", description = "Raise the number of partitions.")
    boolean alter;

    @Option(names = "--delete", description = "Delete topics.")
    boolean delete;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description =
                    "The topic. Except with --create also a regular expression, or several with"
                            + " commas between.")
    @Nullable String topic;

    @Option(
            names = "--topic-id",
            paramLabel = "ID",
            description = "With --describe: the id of the topic.")
    @Nullable String topicId;

    @Option(
            names = "--config",
            paramLabel = "NAME=VALUE",
            description =
                    "With --create: a config of the new topic, such as retention.ms=3600000."
                            + " Repeatable.")
    List<String> configs = new ArrayList<>();

    @Option(
            names = "--delete-config",
            paramLabel = "NAME",
            description = "Accepted for old scripts and without effect, as in Kafka since 4.0.")
    List<String> deletedConfigs = new ArrayList<>();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "The number of partitions to create or raise to. The cluster's default without"
                            + " it. Raising it moves keys to other partitions.")
    @Nullable Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description =
                    "With --create: the replicas of each partition. The cluster's default without"
                            + " it.")
    @Nullable Integer replicationFactor;

    @Option(
            names = "--replica-assignment",
            paramLabel = "B:B,B:B",
            description =
                    "The brokers of each partition, first the leader: 1:2,2:3 are two partitions.")
    @Nullable String replicaAssignment;

    @Option(
            names = "--under-replicated-partitions",
            description = "With --describe: only partitions that lack in-sync replicas.")
    boolean underReplicated;

    @Option(
            names = "--unavailable-partitions",
            description = "With --describe: only partitions whose leader is not there.")
    boolean unavailable;

    @Option(
            names = "--under-min-isr-partitions",
            description =
                    "With --describe: only partitions with fewer in-sync replicas than"
                            + " min.insync.replicas.")
    boolean underMinIsr;

    @Option(
            names = "--at-min-isr-partitions",
            description =
                    "With --describe: only partitions with exactly min.insync.replicas in-sync"
                            + " replicas.")
    boolean atMinIsr;

    @Option(
            names = "--topics-with-overrides",
            description = "With --describe: only topics with configs of their own.")
    boolean withOverrides;

    @Option(
            names = "--if-exists",
            description =
                    "With --describe, --alter and --delete: a topic that is not there is no error.")
    boolean ifExists;

    @Option(
            names = "--if-not-exists",
            description = "With --create: a topic that is there already is no error.")
    boolean ifNotExists;

    @Option(
            names = "--exclude-internal",
            description = "With --list and --describe: leave internal topics out.")
    boolean excludeInternal;

    @Option(
            names = "--partition-size-limit-per-response",
            paramLabel = "N",
            description = "With --describe: how many partitions to ask for in one request (2000).")
    int partitionsPerResponse = 2000;
}

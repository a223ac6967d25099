package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.OptionTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-topics} besides the connection. */
final class TopicsOptions {
    boolean list;
    boolean create;
    boolean describe;
    boolean alter;
    boolean delete;
    @Nullable String topic;
    @Nullable String topicId;
    List<String> configs = new ArrayList<>();
    List<String> deletedConfigs = new ArrayList<>();
    @Nullable Integer partitions;
    @Nullable Integer replicationFactor;
    @Nullable String replicaAssignment;
    boolean underReplicated;
    boolean unavailable;
    boolean underMinIsr;
    boolean atMinIsr;
    boolean withOverrides;
    boolean ifExists;
    boolean ifNotExists;
    boolean excludeInternal;
    int partitionsPerResponse = 2000;

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        actions(options);
        topic(options);
        reports(options);
    }

    private void actions(OptionTable options) {
        options.flag("--list", "List the topics.", () -> list = true);
        options.flag("--create", "Create a topic.", () -> create = true);
        options.flag(
                "--describe",
                "Show partitions, replicas and overridden configs.",
                () -> describe = true);
        options.flag("--alter", "Raise the number of partitions.", () -> alter = true);
        options.flag("--delete", "Delete topics.", () -> delete = true);
    }

    private void topic(OptionTable options) {
        options.value(
                "--topic",
                "TOPIC",
                "The topic. Except with --create also a regular expression, or several with"
                        + " commas between.",
                value -> topic = value);
        options.value(
                "--topic-id",
                "ID",
                "With --describe: the id of the topic.",
                value -> topicId = value);
        options.values(
                "--config",
                "NAME=VALUE",
                "With --create: a config of the new topic, such as retention.ms=3600000."
                        + " Repeatable.",
                configs);
        options.values(
                "--delete-config",
                "NAME",
                "Accepted for old scripts and without effect, as in Kafka since 4.0.",
                deletedConfigs);
        options.integer(
                "--partitions",
                "N",
                "The number of partitions to create or raise to. The cluster's default without"
                        + " it. Raising it moves keys to other partitions.",
                value -> partitions = value);
        options.integer(
                "--replication-factor",
                "N",
                "With --create: the replicas of each partition. The cluster's default without"
                        + " it.",
                value -> replicationFactor = value);
        options.value(
                "--replica-assignment",
                "B:B,B:B",
                "The brokers of each partition, first the leader: 1:2,2:3 are two partitions.",
                value -> replicaAssignment = value);
        options.flag(
                "--if-exists",
                "With --describe, --alter and --delete: a topic that is not there is no error.",
                () -> ifExists = true);
        options.flag(
                "--if-not-exists",
                "With --create: a topic that is there already is no error.",
                () -> ifNotExists = true);
    }

    private void reports(OptionTable options) {
        options.flag(
                "--under-replicated-partitions",
                "With --describe: only partitions that lack in-sync replicas.",
                () -> underReplicated = true);
        options.flag(
                "--unavailable-partitions",
                "With --describe: only partitions whose leader is not there.",
                () -> unavailable = true);
        options.flag(
                "--under-min-isr-partitions",
                "With --describe: only partitions with fewer in-sync replicas than"
                        + " min.insync.replicas.",
                () -> underMinIsr = true);
        options.flag(
                "--at-min-isr-partitions",
                "With --describe: only partitions with exactly min.insync.replicas in-sync"
                        + " replicas.",
                () -> atMinIsr = true);
        options.flag(
                "--topics-with-overrides",
                "With --describe: only topics with configs of their own.",
                () -> withOverrides = true);
        options.flag(
                "--exclude-internal",
                "With --list and --describe: leave internal topics out.",
                () -> excludeInternal = true);
        options.integer(
                "--partition-size-limit-per-response",
                "N",
                "With --describe: how many partitions to ask for in one request (2000).",
                value -> partitionsPerResponse = value);
    }
}

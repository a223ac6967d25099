package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.Answers;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code find-hanging}: transactions that are open in a partition and that no coordinator will end.
 */
final class FindHanging {
    /** How many topics or partitions a request asks for. */
    private static final int BATCH = 500;

    private final TransactionsOptions options;
    private final Admin admin;
    private final Clock clock;

    FindHanging(TransactionsOptions options, Admin admin, Clock clock) {
        this.options = options;
        this.admin = admin;
        this.clock = clock;
    }

    /** Refuses a search through everything. */
    static void check(GivenOptions given) {
        if (given.count("--topic", "--broker-id") == 0) {
            throw new UsageException(
                    "The `find-hanging` command requires either --topic or --broker-id to limit"
                            + " the scope of the search");
        }
        if (given.has("--partition") && !given.has("--topic")) {
            throw new UsageException("The --partition argument requires --topic to be provided");
        }
    }

    void run(Terminal terminal) {
        List<OpenTransaction> open = openForLong(partitions());
        Map<Long, String> ids = transactionalIds(open);
        Map<String, TransactionDescription> described = describe(Set.copyOf(ids.values()));
        ColumnTable table =
                new ColumnTable(
                        "Topic",
                        "Partition",
                        "ProducerId",
                        "ProducerEpoch",
                        "CoordinatorEpoch",
                        "StartOffset",
                        "LastTimestamp",
                        "Duration(min)");
        for (OpenTransaction each : OpenTransaction.hanging(open, ids, described)) {
            table.row(
                    each.partition().topic(),
                    each.partition().partition(),
                    each.producer().producerId(),
                    each.producer().producerEpoch(),
                    each.producer().coordinatorEpoch().orElse(-1),
                    each.producer().currentTransactionStartOffset().orElse(-1),
                    each.producer().lastTimestamp(),
                    Duration.ofMillis(each.silentMs(clock.millis())).toMinutes());
        }
        table.print(terminal);
    }

    private List<TopicPartition> partitions() {
        if (options.topic != null && options.partition != null) {
            return List.of(new TopicPartition(options.topic, options.partition));
        }
        List<String> topics =
                options.topic == null
                        ? List.copyOf(
                                Failures.await(
                                        admin.listTopics(new ListTopicsOptions().listInternal(true))
                                                .names(),
                                        "Failed to list topics"))
                        : List.of(options.topic);
        List<TopicPartition> partitions = new ArrayList<>();
        for (List<String> batch : batches(topics)) {
            Failures.await(
                            admin.describeTopics(batch).allTopicNames(),
                            "Failed to describe " + batch.size() + " topics")
                    .forEach((name, topic) ->
                            topic.partitions().stream()
                                    .filter(this::isAskedFor)
                                    .map(each -> new TopicPartition(name, each.partition()))
                                    .forEach(partitions::add));
        }
        return partitions;
    }

    private boolean isAskedFor(TopicPartitionInfo partition) {
        Integer broker = options.brokerId;
        return broker == null
                || partition.replicas().stream().anyMatch(node -> node.id() == broker);
    }

    private List<OpenTransaction> openForLong(List<TopicPartition> partitions) {
        long limitMs = Duration.ofMinutes(options.maxTimeoutMinutes).toMillis();
        DescribeProducersOptions asked = new DescribeProducersOptions();
        if (options.brokerId != null) {
            asked.brokerId(options.brokerId);
        }
        List<OpenTransaction> open = new ArrayList<>();
        for (List<TopicPartition> batch : batches(partitions)) {
            var answers =
                    Failures.await(
                            admin.describeProducers(batch, asked).all(),
                            "Failed to describe producers for " + batch.size() + " partitions");
            long now = clock.millis();
            answers.forEach((partition, state) ->
                    state.activeProducers().stream()
                            .filter(each -> each.currentTransactionStartOffset().isPresent())
                            .map(each -> new OpenTransaction(partition, each))
                            .filter(each -> each.silentMs(now) > limitMs)
                            .forEach(open::add));
        }
        return open;
    }

    private Map<Long, String> transactionalIds(List<OpenTransaction> open) {
        Set<Long> producers =
                open.stream().map(each -> each.producer().producerId()).collect(Collectors.toSet());
        if (producers.isEmpty()) {
            return Map.of();
        }
        Collection<TransactionListing> listed =
                Failures.await(
                        admin.listTransactions(
                                        new ListTransactionsOptions().filterProducerIds(producers))
                                .all(),
                        "Failed to list transactions for " + producers.size() + " producers");
        Map<Long, String> ids = new HashMap<>();
        listed.forEach(each -> ids.put(each.producerId(), each.transactionalId()));
        return ids;
    }

    private Map<String, TransactionDescription> describe(Set<String> ids) {
        DescribeTransactionsResult answers = admin.describeTransactions(ids);
        Map<String, TransactionDescription> described = new HashMap<>();
        for (String id : ids) {
            try {
                described.put(id, Answers.await(answers.description(id)));
            } catch (TransactionalIdNotFoundException _) {
                // It has expired meanwhile: then nobody will end what is left of it.
            }
        }
        return described;
    }

    private static <T> List<List<T>> batches(List<T> all) {
        List<List<T>> batches = new ArrayList<>();
        for (int at = 0; at < all.size(); at += BATCH) {
            batches.add(all.subList(at, Math.min(all.size(), at + BATCH)));
        }
        return batches;
    }
}

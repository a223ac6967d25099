package dev.reservoir.cli.house.status;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.house.Times;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A transaction that should have ended: it is older than its timeout and a minute, within which the
 * broker aborts it, or than a quarter of an hour. Readers of committed records wait for it.
 */
record LongTransaction(String id, Duration open, TransactionDescription description) {
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(15);

    /** How many partitions are named. */
    private static final int NAMED = 3;

    private static final Set<TransactionState> OPEN =
            Set.of(
                    TransactionState.ONGOING,
                    TransactionState.PREPARE_ABORT,
                    TransactionState.PREPARE_COMMIT);

    /** All that the cluster has; none where it is too old to tell. */
    static List<LongTransaction> of(Admin admin, Instant now) {
        ListTransactionsOptions suspects =
                new ListTransactionsOptions().filterStates(OPEN).filterOnDuration(GRACE.toMillis());
        List<String> ids;
        try {
            Collection<TransactionListing> listed = await(admin.listTransactions(suspects).all());
            ids = listed.stream().map(TransactionListing::transactionalId).sorted().toList();
        } catch (UnsupportedVersionException _) {
            return List.of();
        }
        DescribeTransactionsResult answers = admin.describeTransactions(ids);
        List<LongTransaction> found = new ArrayList<>();
        for (String id : ids) {
            try {
                LongTransaction transaction = of(id, await(answers.description(id)), now);
                if (transaction.isTooLong()) {
                    found.add(transaction);
                }
            } catch (TransactionalIdNotFoundException _) {
                // It is gone meanwhile.
            }
        }
        return found;
    }

    /** The transaction as it is now; one that has ended has been open for no time. */
    static LongTransaction of(String id, TransactionDescription description, Instant now) {
        long start = description.transactionStartTimeMs().orElse(now.toEpochMilli());
        return new LongTransaction(id, Duration.ofMillis(now.toEpochMilli() - start), description);
    }

    boolean isTooLong() {
        Duration timeout = Duration.ofMillis(description.transactionTimeoutMs());
        return open.compareTo(LONG) > 0 || open.compareTo(timeout.plus(GRACE)) > 0;
    }

    /** What is so, and what to do. */
    String sentence(Node broker) {
        List<String> partitions =
                description.topicPartitions().stream()
                        .map(TopicPartition::toString)
                        .sorted()
                        .toList();
        String named = partitions.stream().limit(NAMED).collect(Collectors.joining(", "));
        int others = partitions.size() - NAMED;
        return "Transaction "
                + id
                + " has been open for "
                + Times.text(open)
                + (partitions.isEmpty()
                        ? ""
                        : " and holds back readers (read_committed) of " + named)
                + (others > 0 ? " and " + others + " more" : "")
                + ": "
                + remedy(broker);
    }

    private String remedy(Node broker) {
        return description.state() == TransactionState.ONGOING
                ? "'kafka-transactions --bootstrap-server "
                        + broker.host()
                        + ":"
                        + broker.port()
                        + " forceTerminateTransaction --transactionalId "
                        + id
                        + "' aborts it."
                : "it was ended, but these partitions cannot be told; the broker's log says why.";
    }
}

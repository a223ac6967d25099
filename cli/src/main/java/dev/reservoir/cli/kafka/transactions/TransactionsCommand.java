package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** {@code kafka-transactions}: what transactions there are, and the end of those that hang. */
public final class TransactionsCommand implements Command {
    private static final String NONE = "None";

    private final Connection connection = new Connection();
    private final TransactionsOptions options = new TransactionsOptions();
    private final Clock clock = Clock.systemUTC();

    @Override
    public String description() {
        return "Lists and describes transactions, and aborts those that hang.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example(
                        "kafka-transactions --bootstrap-server kafka:9092 list"
                                + " --duration-filter 60000",
                        "open for more than a minute"),
                new Example(
                        "kafka-transactions --bootstrap-server kafka:9092"
                                + " forceTerminateTransaction --transactionalId pay",
                        "lets its readers go on"));
    }

    @Override
    public void declare(OptionTable table) {
        connection.declare(table);
        options.declare(table);
        table.require("--bootstrap-server");
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        Action action = Action.of(options.command, given);
        switch (action) {
            case ABORT -> AbortTransaction.check(given);
            case FIND_HANGING -> FindHanging.check(given);
            case LIST, DESCRIBE, DESCRIBE_PRODUCERS, FORCE_TERMINATE -> {}
        }
        connection.bootstrapServer();
        try (Admin admin = connection.admin(terminal)) {
            switch (action) {
                case LIST -> list(admin).print(terminal);
                case DESCRIBE -> describe(admin).print(terminal);
                case DESCRIBE_PRODUCERS -> describeProducers(admin).print(terminal);
                case ABORT -> new AbortTransaction(options).run(admin);
                case FIND_HANGING -> new FindHanging(options, admin, clock).run(terminal);
                case FORCE_TERMINATE -> forceTerminate(admin);
            }
        }
        return 0;
    }

    private ColumnTable list(Admin admin) {
        ListTransactionsOptions filters = new ListTransactionsOptions();
        if (options.durationFilter != null) {
            filters.filterOnDuration(options.durationFilter);
        }
        if (options.idPattern != null) {
            filters.filterOnTransactionalIdPattern(options.idPattern);
        }
        ColumnTable table =
                new ColumnTable("TransactionalId", "Coordinator", "ProducerId", "TransactionState");
        Failures.await(
                        admin.listTransactions(filters).allByBrokerId(),
                        "Failed to list transactions")
                .forEach((broker, transactions) ->
                        transactions.stream()
                                .sorted(Comparator.comparing(each -> each.transactionalId()))
                                .forEach(each ->
                                        table.row(
                                                each.transactionalId(),
                                                broker,
                                                each.producerId(),
                                                each.state())));
        return table;
    }

    private ColumnTable describe(Admin admin) {
        String id = Objects.requireNonNull(options.transactionalId);
        TransactionDescription transaction =
                Failures.await(
                        admin.describeTransactions(List.of(id)).description(id),
                        "Failed to describe transaction state of transactional-id `" + id + "`");
        OptionalLong start = transaction.transactionStartTimeMs();
        ColumnTable table =
                new ColumnTable(
                        "CoordinatorId",
                        "TransactionalId",
                        "ProducerId",
                        "ProducerEpoch",
                        "TransactionState",
                        "TransactionTimeoutMs",
                        "CurrentTransactionStartTimeMs",
                        "TransactionDurationMs",
                        "TopicPartitions");
        table.row(
                transaction.coordinatorId(),
                id,
                transaction.producerId(),
                transaction.producerEpoch(),
                transaction.state(),
                transaction.transactionTimeoutMs(),
                start.isPresent() ? start.getAsLong() : NONE,
                start.isPresent() ? clock.millis() - start.getAsLong() : NONE,
                transaction.topicPartitions().stream()
                        .map(TopicPartition::toString)
                        .sorted()
                        .collect(Collectors.joining(",")));
        return table;
    }

    private ColumnTable describeProducers(Admin admin) {
        TopicPartition partition = options.requiredPartition();
        String asked = options.brokerId == null ? "leader" : "broker " + options.brokerId;
        List<ProducerState> producers =
                Producers.of(
                        admin,
                        partition,
                        options.brokerId,
                        "Failed to describe producers for partition " + partition + " on " + asked);
        ColumnTable table =
                new ColumnTable(
                        "ProducerId",
                        "ProducerEpoch",
                        "LatestCoordinatorEpoch",
                        "LastSequence",
                        "LastTimestamp",
                        "CurrentTransactionStartOffset");
        for (ProducerState each : producers) {
            OptionalLong start = each.currentTransactionStartOffset();
            table.row(
                    each.producerId(),
                    each.producerEpoch(),
                    each.coordinatorEpoch().orElse(-1),
                    each.lastSequence(),
                    each.lastTimestamp(),
                    start.isPresent() ? start.getAsLong() : NONE);
        }
        return table;
    }

    private void forceTerminate(Admin admin) {
        String id = Objects.requireNonNull(options.idToTerminate);
        Failures.await(
                admin.forceTerminateTransaction(id).result(),
                "Failed to force terminate transactional-id " + id);
    }
}

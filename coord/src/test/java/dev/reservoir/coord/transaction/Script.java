package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.script.MachineScript;
import dev.reservoir.coord.script.Words;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;

import org.jspecify.annotations.Nullable;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Runs one script against the machine of transactions. {@code > given} writes a transaction as an
 * earlier life left it.
 */
final class Script
        extends MachineScript<TransactionState, TransactionCommand<?>, TransactionEvent> {
    private static final int FIRST_ID = 7;

    Script() {
        super(new TransactionMachine(TransactionConfig.DEFAULT));
    }

    @Override
    protected TransactionMachine configured(Words words) {
        TransactionConfig usual = TransactionConfig.DEFAULT;
        return new TransactionMachine(
                new TransactionConfig(
                        words.number("max.timeout", usual.maxTimeoutMs()),
                        words.number("wait", (int) usual.waitMs()),
                        words.number("retry", (int) usual.retryMs()),
                        words.number("expiration", (int) usual.idExpirationMs()),
                        words.number("cleanup", (int) usual.cleanupIntervalMs())));
    }

    @Override
    protected boolean serve(String name, Words words) {
        if (name.equals("given")) {
            happens(new Changed(given(words)));
            return true;
        }
        return false;
    }

    private Transaction given(Words words) {
        int now = (int) now().wallMs();
        return new Transaction(
                words.first(),
                new ProducerIdentity(
                        producer(words).id(),
                        words.number("prev", -1),
                        words.number("next", -1),
                        producer(words).epoch(),
                        (short) words.number("last", -1)),
                TransactionStatus.valueOf(words.text("status", "ONGOING")),
                partitions(words, "parts"),
                new Transaction.Times(
                        words.number("timeout", 60_000),
                        words.number("updated", now),
                        words.number("started", now)),
                (short) words.number("version", 0));
    }

    @Override
    protected TransactionCommand<?> parse(String name, Words words) {
        String id = words.bare() ? words.first() : "";
        return switch (name) {
            case "init" ->
                    new TransactionCommand.Init(
                            id, words.number("timeout", 60_000), known(words), fresh(words));
            case "add" ->
                    new TransactionCommand.AddPartitions(
                            id, producer(words), partitions(words, "parts"));
            case "verify" ->
                    new TransactionCommand.Verify(id, producer(words), partitions(words, "parts"));
            case "commit", "abort" ->
                    new TransactionCommand.End(
                            id,
                            producer(words),
                            name.equals("commit"),
                            words.number("v", 5) >= 5,
                            fresh(words));
            case "writer" -> new TransactionCommand.AwaitPrepared();
            case "written" ->
                    new TransactionCommand.Written(id, producer(words), partitions(words, "left"));
            case "describe" -> new TransactionCommand.Describe(id);
            case "list" -> new TransactionCommand.ListAll();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int fresh(Words words) {
        return words.number("fresh", FIRST_ID);
    }

    private static Producer producer(Words words) {
        return new Producer(words.number("pid", FIRST_ID), (short) words.number("epoch", 0));
    }

    private static @Nullable Producer known(Words words) {
        return words.nullable("epoch") == null ? null : producer(words);
    }

    private static SortedSet<TransactionPartition> partitions(Words words, String name) {
        SortedSet<TransactionPartition> partitions = new TreeSet<>();
        for (String text : words.list(name)) {
            int dash = text.indexOf('-');
            partitions.add(
                    new TransactionPartition(
                            text.substring(0, dash), Integer.parseInt(text.substring(dash + 1))));
        }
        return partitions;
    }

    @Override
    protected String command(TransactionCommand<?> command) {
        return Text.of(command);
    }

    @Override
    protected String event(TransactionEvent event) {
        return Text.of(event);
    }

    @Override
    protected String result(Object result) {
        return Text.of(result);
    }
}

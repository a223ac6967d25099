package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.DescribeResult;
import dev.reservoir.coord.transaction.TransactionCommand.Described;
import dev.reservoir.coord.transaction.TransactionCommand.ListResult;
import dev.reservoir.coord.transaction.TransactionCommand.PreparedResult;
import dev.reservoir.coord.transaction.TransactionCommand.ProducerResult;
import dev.reservoir.coord.transaction.TransactionCommand.VerifyResult;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;
import dev.reservoir.coord.transaction.TransactionEvent.Forgotten;
import dev.reservoir.coord.transaction.TransactionEvent.HandedOver;
import dev.reservoir.coord.transaction.TransactionEvent.MarkersLeft;
import dev.reservoir.coord.transaction.TransactionEvent.Requeued;
import dev.reservoir.coord.transaction.TransactionEvent.TimerCleared;
import dev.reservoir.coord.transaction.TransactionEvent.TimerSet;
import dev.reservoir.coord.transaction.TransactionEvent.WaitOver;
import dev.reservoir.coord.transaction.TransactionEvent.Waits;
import dev.reservoir.coord.transaction.TransactionEvent.WriterWaits;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Commands, events and results as scripts show them. */
final class Text {
    private Text() {}

    static String of(TransactionCommand<?> command) {
        return command instanceof TransactionCommand.Fire(TransactionTimer key)
                ? key(key)
                : command.toString();
    }

    private static String key(TransactionTimer key) {
        return (key.kind().name().toLowerCase(Locale.ROOT) + " " + key.transactionalId()).trim();
    }

    static String of(TransactionEvent event) {
        return switch (event) {
            case Changed(Transaction transaction) -> transaction(transaction);
            case Forgotten(String id) -> "forgotten " + id;
            case Waits(String id, long ticket, Object otherwise) ->
                    "waits " + id + " #" + ticket + " otherwise " + of(otherwise);
            case WaitOver(String id) -> "waits no more " + id;
            case WriterWaits(long ticket) -> "writer waits #" + ticket;
            case HandedOver(Set<String> ids) -> "handed over " + new TreeSet<>(ids);
            case MarkersLeft(String id, Set<TransactionPartition> partitions) ->
                    "left " + id + " " + sorted(partitions);
            case Requeued(String id) -> "queued " + id;
            case TimerSet(TransactionTimer key, long at) -> "timer " + key(key) + " at " + at;
            case TimerCleared(TransactionTimer key) -> "no timer " + key(key);
        };
    }

    private static String transaction(Transaction t) {
        ProducerIdentity identity = t.identity();
        return t.id()
                + " "
                + t.status().title()
                + " "
                + producer(t.producer())
                + known(" prev=", identity.previousId())
                + known(" next=", identity.nextId())
                + known(" last=", identity.lastEpoch())
                + " "
                + t.partitions()
                + " timeout="
                + t.times().timeoutMs()
                + " updated="
                + t.times().updated()
                + known(" started=", t.times().started())
                + (t.clientVersion() == 0 ? "" : " v" + t.clientVersion());
    }

    private static String known(String name, long value) {
        return value == -1 ? "" : name + value;
    }

    private static String producer(Producer producer) {
        return producer.id() + "/" + producer.epoch();
    }

    private static String sorted(Collection<TransactionPartition> partitions) {
        return new TreeSet<>(partitions).toString();
    }

    static String of(Object result) {
        return switch (result) {
            case TransactionError error -> error.toString();
            case ProducerResult(TransactionError error, long id, short epoch) ->
                    error == TransactionError.NONE
                            ? "producer " + producer(new Producer(id, epoch))
                            : error.toString();
            case VerifyResult(TransactionError error, Set<TransactionPartition> missing) ->
                    "verify " + error + (missing.isEmpty() ? "" : " missing=" + sorted(missing));
            case PreparedResult prepared ->
                    "prepared " + prepared.transactions().stream().map(Text::prepared).toList();
            case DescribeResult(TransactionError error, Described description) ->
                    description == null ? error.toString() : described(description);
            case ListResult(TransactionError error, var transactions) ->
                    "list "
                            + error
                            + " "
                            + transactions.stream().map(Text::described).sorted().toList();
            default -> throw new IllegalArgumentException(result.toString());
        };
    }

    private static String prepared(Prepared prepared) {
        return (prepared.committed() ? "commit " : "abort ")
                + prepared.transactionalId()
                + " "
                + producer(prepared.producer())
                + " "
                + sorted(prepared.partitions());
    }

    private static String described(Described d) {
        return d.transactionalId()
                + " "
                + d.title()
                + " "
                + producer(d.producer())
                + " timeout="
                + d.timeoutMs()
                + " started="
                + d.startedMs()
                + " "
                + d.partitions();
    }
}

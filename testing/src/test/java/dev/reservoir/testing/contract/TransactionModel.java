package dev.reservoir.testing.contract;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a partition should hold, and what of it readers of committed records should see. */
final class TransactionModel {
    static final long NO_PRODUCER = -1;

    /** What a batch is. */
    enum Kind {
        PLAIN,
        IN_TRANSACTION,
        COMMIT,
        ABORT;

        boolean isMarker() {
            return this == COMMIT || this == ABORT;
        }
    }

    /** A batch, its records all of one time. */
    record Entry(
            long base,
            int count,
            Kind kind,
            long producer,
            short epoch,
            int sequence,
            long timestamp) {
        long next() {
            return base + count;
        }
    }

    /** A transaction; its marker lies at -1 while it is open. */
    record Undertaking(long producer, long first, long next, long marker, boolean committed) {
        boolean isDecided(long durable) {
            return marker >= 0 && marker < durable;
        }
    }

    /** Where a producer stands; an epoch of -1 when it wrote nothing. */
    record Standing(short epoch, int nextSequence, @Nullable Entry lastData, @Nullable Entry last) {
        static final Standing NONE = new Standing((short) -1, 0, null, null);
    }

    final List<Entry> entries = new ArrayList<>();

    void add(Entry entry) {
        entries.add(entry);
    }

    /** A crash took what was not durable. */
    void truncate(long end) {
        entries.removeIf(entry -> entry.base() >= end);
    }

    long end() {
        return entries.isEmpty() ? 0 : entries.getLast().next();
    }

    Set<Long> producers() {
        return entries.stream().map(Entry::producer).collect(Collectors.toSet());
    }

    List<Undertaking> transactions() {
        Map<Long, Undertaking> open = new HashMap<>();
        List<Undertaking> all = new ArrayList<>();
        for (Entry entry : entries) {
            Undertaking begun = open.get(entry.producer());
            if (entry.kind() == Kind.IN_TRANSACTION) {
                long first = begun == null ? entry.base() : begun.first();
                open.put(
                        entry.producer(),
                        new Undertaking(entry.producer(), first, entry.next(), -1, false));
            } else if (entry.kind().isMarker() && begun != null) {
                open.remove(entry.producer());
                all.add(
                        new Undertaking(
                                entry.producer(),
                                begun.first(),
                                begun.next(),
                                entry.base(),
                                entry.kind() == Kind.COMMIT));
            }
        }
        all.addAll(open.values());
        return all;
    }

    @Nullable Undertaking open(long producer) {
        return transactions().stream()
                .filter(one -> one.producer() == producer && one.marker() < 0)
                .findFirst()
                .orElse(null);
    }

    /**
     * The last stable offset.
     *
     * @param from records below are not looked at
     */
    long stable(long start, long durable, long from) {
        long first =
                transactions().stream()
                        .filter(one -> !one.isDecided(durable) && one.next() > from)
                        .mapToLong(one -> first(one, from))
                        .min()
                        .orElse(durable);
        return Math.max(start, Math.min(first, durable));
    }

    private long first(Undertaking one, long from) {
        return entries.stream()
                .filter(entry -> entry.producer() == one.producer())
                .filter(entry -> entry.base() >= one.first() && entry.next() > from)
                .mapToLong(Entry::base)
                .findFirst()
                .orElseThrow();
    }

    /** Offsets of the records between two offsets that readers of committed records see. */
    List<Long> committed(long from, long upTo) {
        List<Undertaking> all = transactions();
        List<Long> offsets = new ArrayList<>();
        for (Entry entry : entries) {
            boolean counts =
                    switch (entry.kind()) {
                        case PLAIN -> true;
                        case COMMIT, ABORT -> false;
                        case IN_TRANSACTION ->
                                all.stream()
                                        .anyMatch(one ->
                                                one.committed()
                                                        && one.producer() == entry.producer()
                                                        && one.first() <= entry.base()
                                                        && one.marker() > entry.base());
                    };
            for (long at = entry.base(); counts && at < entry.next(); at++) {
                if (at >= from && at < upTo) {
                    offsets.add(at);
                }
            }
        }
        return offsets;
    }

    Standing standing(long producer) {
        Standing now = Standing.NONE;
        for (Entry entry : entries) {
            if (entry.producer() != producer) {
                continue;
            }
            boolean newEpoch = entry.epoch() != now.epoch();
            if (entry.kind().isMarker()) {
                now =
                        new Standing(
                                entry.epoch(),
                                newEpoch ? 0 : now.nextSequence(),
                                newEpoch ? null : now.lastData(),
                                entry);
            } else {
                now = new Standing(entry.epoch(), entry.sequence() + entry.count(), entry, entry);
            }
        }
        return now;
    }

    /** Offset of the first record at or behind a time between two offsets; -1 for none. */
    long find(long timestamp, long from, long upTo) {
        return entries.stream()
                .filter(entry -> entry.timestamp() >= timestamp && entry.next() > from)
                .mapToLong(entry -> Math.max(from, entry.base()))
                .filter(at -> at < upTo)
                .findFirst()
                .orElse(-1);
    }
}

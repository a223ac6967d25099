package dev.reservoir.testing.sim;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bank whose accounts are the partitions of one topic. A transfer is a transaction of several
 * records, of which all are seen or none. Here stands what became of each, as far as its teller
 * knows, and what the auditors saw.
 */
final class Bank {
    static final String TOPIC = "bank";
    static final int PARTITIONS = 3;

    /** A topic of one partition that comes and goes while transfers write notes into it. */
    static final String NOTES = "notes";

    /** What a teller knows of its transfer. */
    enum Outcome {
        /** Nobody asked to commit it: it must never be seen. */
        NEVER,
        /** It was asked to be committed and nobody knows: all of it or nothing. */
        UNKNOWN,
        /** All of it must be seen. */
        COMMITTED
    }

    /** A transaction. */
    static final class Transfer {
        final String transactionalId;
        final int number;
        final int records;
        Outcome outcome = Outcome.NEVER;

        /** Whether a note is written in it. */
        boolean withNote;

        /** Whether offsets were committed in it. */
        boolean withOffsets;

        Transfer(String transactionalId, int number, int records) {
            this.transactionalId = transactionalId;
            this.number = number;
            this.records = records;
        }

        String record(int index) {
            return number + " " + index + "/" + records;
        }
    }

    private record Place(int partition, long offset) {}

    private final Map<Integer, Transfer> transfers = new TreeMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Place, String> records = new HashMap<>();
    private @Nullable Uuid topicId;
    private @Nullable Uuid notesId;

    @Nullable Uuid topicId() {
        return topicId;
    }

    void created(Uuid id) {
        topicId = id;
    }

    /** The topic of notes, as far as is known; null when there is none. */
    @Nullable Uuid notesId() {
        return notesId;
    }

    void notes(@Nullable Uuid id) {
        notesId = id;
    }

    Transfer begin(String transactionalId, int records) {
        Transfer transfer = new Transfer(transactionalId, transfers.size() + 1, records);
        transfers.put(transfer.number, transfer);
        return transfer;
    }

    /** An auditor, who sees what is committed, found a record. */
    void seen(int partition, long offset, String record) {
        Transfer transfer =
                transfers.get(Integer.parseInt(record.substring(0, record.indexOf(' '))));
        if (transfer == null || transfer.outcome == Outcome.NEVER) {
            throw new AssertionError(
                    "record '%s' at %d-%d was never asked to be committed"
                            .formatted(record, partition, offset));
        }
        Place place = new Place(partition, offset);
        Place before = places.putIfAbsent(record, place);
        if (before != null && !before.equals(place)) {
            throw new AssertionError(
                    "record '%s' is at %s and at %s".formatted(record, before, place));
        }
        String other = records.putIfAbsent(place, record);
        if (other != null && !other.equals(record)) {
            throw new AssertionError("%s held '%s' and holds '%s'".formatted(place, other, record));
        }
    }

    /** Checks the books when all has been read that there is. */
    void audit() {
        for (Transfer transfer : transfers.values()) {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < transfer.records; i++) {
                if (places.containsKey(transfer.record(i))) {
                    found.add(transfer.record(i));
                }
            }
            boolean whole = found.size() == transfer.records;
            if (!whole && (!found.isEmpty() || transfer.outcome == Outcome.COMMITTED)) {
                throw new AssertionError(
                        "transfer %d of %s is %s: of its %d records these were read: %s"
                                .formatted(
                                        transfer.number,
                                        transfer.transactionalId,
                                        transfer.outcome,
                                        transfer.records,
                                        found));
            }
        }
    }

    /** How many transfers were seen to be committed. */
    long committed() {
        return transfers.values().stream().filter(t -> t.outcome == Outcome.COMMITTED).count();
    }

    /**
     * Checks the offset that the transactions of an id have left behind: that of the last committed
     * one, for they came one after the other.
     */
    void checkOffset(String transactionalId, long offset) {
        long least = -1;
        boolean possible = offset == -1;
        for (Transfer transfer : transfers.values()) {
            if (transfer.transactionalId.equals(transactionalId) && transfer.withOffsets) {
                least = transfer.outcome == Outcome.COMMITTED ? transfer.number : least;
                possible |= transfer.number == offset && transfer.outcome != Outcome.NEVER;
            }
        }
        if (offset < least || !possible) {
            throw new AssertionError(
                    "%s has the offset %d; its last committed one is %d"
                            .formatted(transactionalId, offset, least));
        }
    }
}

package dev.reservoir.log;

import dev.reservoir.log.LogConfig.Retention;
import dev.reservoir.wire.batch.BatchView;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One partition: what is true of it whatever engine stores it. It judges batches, assigns offsets,
 * keeps producer sequences and leader epochs, answers look-ups and decides what retention removes.
 *
 * <p>Thread-safe. Sequence check, offset assignment and hand-over to the store are one critical
 * section (DURABILITY rule 1). The folded state (producers, epochs) is loaded on first use, from
 * the last checkpoint's blob and the batches behind it, so that an idle partition costs nothing at
 * start.
 */
public final class PartitionLog {
    /** A guard with which no transaction begins. */
    public static final long UNVERIFIED = ProducerStates.UNVERIFIED;

    /**
     * Sequence check, offset assignment and hand-over to the store are one critical section. Who
     * holds those of several partitions took them in the order of their ids.
     */
    final ReentrantLock lock = new ReentrantLock();

    final StorageEngine engine;
    private final PartitionId id;
    private final PartitionStore store;

    /** The metadata log works from the engine's reserve. */
    private final boolean takesAdmission;

    private final InstantSource clock;
    private final int leaderEpoch;

    private volatile LogConfig config;

    /** Written under {@link #lock}; null until first use. */
    private volatile @Nullable ProducerStates producers;

    /** Guarded by {@link #lock}; valid when {@link #producers} is. */
    private EpochHistory epochs = new EpochHistory();

    /**
     * Guarded by {@link #lock}; valid when {@link #producers} is: the offset the next record gets.
     */
    private long end;

    /**
     * @param leaderEpoch the epoch under which this broker writes, its own since its start
     *     (DURABILITY rule 21)
     */
    public PartitionLog(
            PartitionId id,
            StorageEngine engine,
            LogConfig config,
            int leaderEpoch,
            InstantSource clock) {
        this.id = id;
        this.takesAdmission = !id.equals(PartitionId.METADATA);
        this.engine = engine;
        this.config = config;
        this.leaderEpoch = leaderEpoch;
        this.clock = clock;
        this.store = engine.open(id, config.layout(), this::captureState);
    }

    public PartitionId id() {
        return id;
    }

    public int leaderEpoch() {
        return leaderEpoch;
    }

    public LogConfig config() {
        return config;
    }

    /** Takes a new configuration; it holds from the next batch on. */
    public void configure(LogConfig newConfig) {
        config = newConfig;
        store.configure(newConfig.layout());
    }

    public Offsets offsets() {
        return store.offsets();
    }

    /** Why this partition takes no appends; null while it does. */
    public @Nullable StorageException failure() {
        return store.failure();
    }

    /**
     * Appends a client's batch. It becomes durable when a commit is {@linkplain #carryCommit
     * begun}, at the latest when somebody waits for it.
     *
     * @param records one batch, from position to limit; its offset and epoch are written in place
     * @param lease keeps the records alive; the store retains it for as long as it needs them
     * @param timeoutMs how long back-pressure may hold the caller
     * @throws AppendRefusedException when the batch breaks a rule
     * @throws StorageException when storage takes nothing
     */
    public Appended append(ByteBuffer records, Lease lease, long timeoutMs)
            throws AppendRefusedException, StorageException, InterruptedException {
        return append(records, lease, timeoutMs, ProducerStates.UNVERIFIED);
    }

    /**
     * As {@link #append(ByteBuffer, Lease, long)}, for a batch that may begin a transaction here.
     *
     * @param guard what {@link #guard} said before the producer's coordinator confirmed that the
     *     partition is part of its open transaction
     */
    public Appended append(ByteBuffer records, Lease lease, long timeoutMs, long guard)
            throws AppendRefusedException, StorageException, InterruptedException {
        BatchView batch = BatchValidator.validate(records, config, clock.millis(), id);
        return write(batch, records, lease, timeoutMs, guard);
    }

    /**
     * Appends a batch the broker made itself (coordinators, metadata).
     *
     * @return where it went
     */
    public Appended append(ByteBuffer batch, long timeoutMs)
            throws StorageException, InterruptedException {
        try {
            Appended appended =
                    write(
                            BatchView.at(batch, batch.position()),
                            batch,
                            Lease.NONE,
                            timeoutMs,
                            ProducerStates.UNVERIFIED);
            engine.beginCommit();
            return appended;
        } catch (AppendRefusedException e) {
            throw new IllegalArgumentException(
                    "the broker's own batch for " + id + " was refused", e);
        }
    }

    /** See {@link StorageEngine#carryCommit}; it is for all partitions of the engine. */
    public void carryCommit() {
        engine.carryCommit();
    }

    private Appended write(
            BatchView batch, ByteBuffer bytes, Lease lease, long timeoutMs, long guard)
            throws AppendRefusedException, StorageException, InterruptedException {
        int size = batch.sizeInBytes();
        if (takesAdmission) {
            engine.admit(size, timeoutMs);
        }
        boolean used = false;
        lock.lock();
        try {
            ProducerStates known = loadForWriting();
            ProducerState.Written earlier = known.check(batch, guard);
            if (earlier != null) {
                return new Appended(
                        earlier.baseOffset(),
                        earlier.nextOffset(),
                        earlier.appendTime(),
                        offsets().start());
            }
            used = true;
            Appended appended = assign(batch, known);
            store.append(bytes, lease, appended.baseOffset(), end, leaderEpoch);
            return appended;
        } finally {
            lock.unlock();
            if (!used && takesAdmission) {
                engine.withdraw(size);
            }
        }
    }

    private ProducerStates loadForWriting() throws StorageException {
        StorageException failure = store.failure();
        if (failure != null) {
            throw failure;
        }
        return load();
    }

    /**
     * Gives a marker its offset. {@link #lock} is held, until the engine has the marker.
     *
     * @throws AppendRefusedException when a younger producer or coordinator wrote here
     */
    Assigned assign(TransactionEnding ending) throws AppendRefusedException, StorageException {
        ByteBuffer bytes =
                ending.marker().batch(ending.producerId(), ending.producerEpoch(), clock.millis());
        BatchView batch = BatchView.at(bytes, 0);
        ProducerStates known = loadForWriting();
        var _ = known.check(batch, UNVERIFIED);
        Appended at = assign(batch, known);
        return new Assigned(id, bytes, at.baseOffset(), at.nextOffset(), leaderEpoch);
    }

    private Appended assign(BatchView batch, ProducerStates known) {
        long base = end;
        long appendTime = -1;
        batch.assign(base, leaderEpoch);
        if (config.logAppendTime()) {
            appendTime = clock.millis();
            batch.assignLogAppendTime(appendTime);
        }
        end = batch.nextOffset();
        epochs.note(leaderEpoch, base);
        known.note(batch, offsets().durable());
        return new Appended(base, end, appendTime, offsets().start());
    }

    /**
     * Says where a producer stands before its coordinator is asked whether its transaction is open.
     * When a marker ended a transaction of it meanwhile, {@link #append(ByteBuffer, Lease, long,
     * long)} notices (KIP-890).
     */
    public long guard(long producerId) throws StorageException {
        lock.lock();
        try {
            return load().guard(producerId);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a producer has written into a transaction here that is still open. */
    public boolean isInTransaction(long producerId, short epoch) throws StorageException {
        lock.lock();
        try {
            return load().isInTransaction(producerId, epoch);
        } finally {
            lock.unlock();
        }
    }

    /** The producers that are remembered. */
    public List<ActiveProducer> producers() throws StorageException {
        lock.lock();
        try {
            return load().active();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The last stable offset: below it every transaction is decided, and the decision durable
     * (KIP-98). At most the high watermark.
     */
    public long stableOffset() throws StorageException {
        ProducerStates known = producers;
        if (known == null) {
            lock.lock();
            try {
                known = load();
            } finally {
                lock.unlock();
            }
        }
        // The offsets are taken first: a transaction that begins afterwards lies behind them.
        Offsets now = offsets();
        return known.undecided().stable(now);
    }

    /** The aborted transactions that wrote between two offsets, the second one excluded. */
    public List<AbortedTransaction> aborted(long from, long upTo) throws StorageException {
        lock.lock();
        try {
            return load().aborted().between(from, upTo);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Forgets that a transaction was aborted: compaction has removed all its records, so its marker
     * may go, and a reader who was told of the transaction would wait for the marker.
     */
    public void forgetAborted(AbortedTransaction gone) throws StorageException {
        lock.lock();
        try {
            load().aborted().forget(gone);
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #aborted}, as of the last checkpoint: what was forgotten since comes back with a
     * crash.
     */
    public List<AbortedTransaction> savedAborted(long from, long upTo) throws StorageException {
        ByteBuffer blob = store.savedState().blob().duplicate();
        return FoldedState.decode(id, blob).producers().aborted().between(from, upTo);
    }

    /**
     * The last offset of each remembered producer's last batch, which shows its last sequence; of
     * its marker when it wrote nothing else.
     */
    public Set<Long> lastOffsetsOfProducers() throws StorageException {
        lock.lock();
        try {
            return load().lastOffsets();
        } finally {
            lock.unlock();
        }
    }

    /** What a reader may see up to, the offset excluded. */
    public long readable(boolean committedOnly) throws StorageException {
        return committedOnly ? stableOffset() : offsets().durable();
    }

    /**
     * Durable batches from the one that holds an offset on.
     *
     * @param maxBytes bound on the length
     * @param wholeFirst whether the first batch comes whole even when it is larger
     */
    public Slice read(long offset, int maxBytes, boolean wholeFirst)
            throws OffsetOutOfRangeException, StorageException {
        return read(offset, maxBytes, wholeFirst, false);
    }

    /**
     * As {@link #read(long, int, boolean)}.
     *
     * @param committedOnly whether to stop at the {@linkplain #stableOffset last stable offset}
     */
    public Slice read(long offset, int maxBytes, boolean wholeFirst, boolean committedOnly)
            throws OffsetOutOfRangeException, StorageException {
        long upTo = readable(committedOnly);
        Offsets now = offsets();
        if (offset < now.start() || offset > now.end()) {
            throw new OffsetOutOfRangeException(id, offset, now);
        }
        if (offset >= upTo || (maxBytes <= 0 && !wholeFirst)) {
            return Slice.EMPTY;
        }
        return store.read(offset, maxBytes, wholeFirst, upTo);
    }

    /** See {@link PartitionStore#awaitDurable}. */
    public void awaitDurable(long offset, Signal signal) {
        store.awaitDurable(offset, signal);
    }

    /**
     * Waits until everything below an offset is durable, the partition fails, or the time has
     * passed.
     *
     * @return whether it is durable
     */
    public boolean awaitDurable(long offset, long timeoutMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        Signal signal = new Signal();
        while (offsets().durable() < offset && failure() == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            store.awaitDurable(offset - 1, signal);
            if (offsets().durable() < offset && failure() == null) {
                signal.await(left);
            }
            store.forget(signal);
        }
        return offsets().durable() >= offset;
    }

    /** See {@link PartitionStore#forget}. */
    public void forget(Signal signal) {
        store.forget(signal);
    }

    /**
     * The first record with a timestamp of at least {@code timestamp}, or with the largest of all
     * for {@link Long#MAX_VALUE}; null when there is none.
     */
    public @Nullable FoundOffset find(long timestamp) throws StorageException {
        return find(timestamp, false);
    }

    /**
     * As {@link #find(long)}.
     *
     * @param committedOnly whether to look below the {@linkplain #stableOffset last stable offset}
     *     only
     */
    public @Nullable FoundOffset find(long timestamp, boolean committedOnly)
            throws StorageException {
        long from = store.find(timestamp);
        long upTo = readable(committedOnly);
        Offsets now = offsets();
        if (from < 0 || from >= upTo) {
            return null;
        }
        return new TimeLookUp(timestamp, now.start())
                .in(new BatchReader(store, Math.max(from, now.start()), upTo));
    }

    /** Where an epoch ended; the latest one ends at the high watermark. */
    public EpochEnd epochEnd(int epoch) throws StorageException {
        lock.lock();
        try {
            load();
            return currentEpochs().end(epoch, offsets().durable());
        } finally {
            lock.unlock();
        }
    }

    /** As if the first record of this broker's epoch were written, as Kafka's leaders have it. */
    private EpochHistory currentEpochs() {
        epochs.trim(offsets().start());
        return epochs.latest() < leaderEpoch ? epochs.with(leaderEpoch, end) : epochs;
    }

    /** Epoch of the record at an offset; -1 when it is not known. */
    public int epochAt(long offset) throws StorageException {
        lock.lock();
        try {
            load();
            return currentEpochs().at(offset);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves the start of the log (DeleteRecords).
     *
     * @param before first offset to keep; -1 for the high watermark
     */
    public Completion deleteBefore(long before) throws OffsetOutOfRangeException, StorageException {
        Offsets now = offsets();
        long start = before == -1 ? now.durable() : before;
        if (start < 0 || start > now.durable()) {
            throw new OffsetOutOfRangeException(id, start, now);
        }
        return trim(start);
    }

    private Completion trim(long start) throws StorageException {
        lock.lock();
        try {
            forgetBelow(load(), offsets().start());
        } finally {
            lock.unlock();
        }
        return store.trim(start);
    }

    /**
     * Forgets what lies below the start of the log; under the lock.
     *
     * @param start as it is, not as it is to be: until that is durable the records below are read,
     *     and a crash may leave them there
     */
    private void forgetBelow(ProducerStates known, long start) {
        known.aborted().trim(start);
        epochs.trim(start);
    }

    /** The runs of the log, oldest first. */
    public List<Extent> extents() throws StorageException {
        return store.extents();
    }

    /** Bytes the partition takes in storage. */
    public long bytes() throws StorageException {
        return extents().stream().mapToLong(Extent::bytes).sum();
    }

    /**
     * Removes what {@code retention.ms} and {@code retention.bytes} no longer keep: whole extents
     * from the start of the log on.
     *
     * @return the move of the log's start, or null when all is kept
     */
    public @Nullable Completion enforceRetention() throws StorageException {
        Retention retention = config.retention();
        if (!retention.delete() || (retention.ms() < 0 && retention.bytes() < 0)) {
            return null;
        }
        List<Extent> runs = extents();
        long keepFrom = retainedFrom(runs, retention, clock.millis());
        return keepFrom > offsets().start() ? trim(keepFrom) : null;
    }

    private static long retainedFrom(List<Extent> runs, Retention retention, long now) {
        long surplus = runs.stream().mapToLong(Extent::bytes).sum() - retention.bytes();
        long from = -1;
        for (Extent run : runs) {
            boolean expired =
                    retention.ms() >= 0
                            && run.maxTimestamp() >= 0
                            && now - run.maxTimestamp() > retention.ms();
            boolean beyondSize =
                    retention.bytes() >= 0
                            && surplus >= run.bytes()
                            && run.next() < runs.getLast().next();
            if (!expired && !beyondSize) {
                break;
            }
            surplus -= run.bytes();
            from = run.next();
        }
        return from;
    }

    /** The store below, for compaction. */
    public PartitionStore store() {
        return store;
    }

    /** Forgets producers that wrote nothing for this long ({@code producer.id.expiration.ms}). */
    public void expireProducers(long idleMs) {
        lock.lock();
        try {
            ProducerStates known = producers;
            if (known != null) {
                known.expire(clock.millis() - idleMs);
            }
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        store.close();
    }

    public void delete() {
        store.delete();
    }

    private SavedState captureState() {
        lock.lock();
        try {
            ProducerStates known = producers;
            if (known == null) {
                return store.savedState();
            }
            forgetBelow(known, offsets().start());
            return new SavedState(end, new FoldedState(epochs, known).encode());
        } finally {
            lock.unlock();
        }
    }

    /** The folded state; under the lock. */
    private ProducerStates load() throws StorageException {
        ProducerStates known = producers;
        if (known == null) {
            SavedState saved = store.savedState();
            FoldedState folded = FoldedState.decode(id, saved.blob().duplicate());
            epochs = folded.epochs();
            ProducerStates states = folded.producers();
            Offsets now = offsets();
            if (saved.offset() < now.start()) {
                // What lay between is gone, and with it perhaps the end of a transaction and the
                // latest sequences: the log alone counts.
                states = new ProducerStates();
            }
            BatchReader batches =
                    new BatchReader(store, Math.max(saved.offset(), now.start()), now.end());
            for (BatchView batch = batches.next(); batch != null; batch = batches.next()) {
                epochs.note(batch.leaderEpoch(), batch.baseOffset());
                states.note(batch, now.durable());
            }
            epochs.trim(now.start());
            end = now.end();
            producers = states;
            known = states;
        }
        return known;
    }
}

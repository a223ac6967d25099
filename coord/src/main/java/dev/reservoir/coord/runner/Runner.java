package dev.reservoir.coord.runner;

import dev.reservoir.coord.runner.Shard.Decided;
import dev.reservoir.coord.runner.Slot.Ask;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Owns the thread and the queue of a coordinator's shards. Each {@linkplain #step step} drains the
 * queue, decides, applies, appends one batch a shard and hands the replies over. A shard is loaded
 * when it is first asked, and who asks waits for that a while; when its log fails it is dropped,
 * everybody who waits for it is refused, and it is loaded again when next asked.
 *
 * <p>{@link #submit}, {@link #load} and {@link #close} are for any thread. The rest belongs to the
 * runner's own thread or, where it was not {@linkplain #start started}, to whoever drives it.
 */
public final class Runner<S, C extends Command<?>, E> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private final Machine<S, C, E> machine;
    private final Executor loadingThreads;
    private final RunnerClock clock;
    private final RunnerConfig config;
    private final Loader<S, C, E> loader;
    private final List<Slot<S, C, E>> slots = new ArrayList<>();
    private final ArrayBlockingQueue<Ask<C>> queue;

    /** Ends and wishes of loads; at most a few a shard. */
    private final Queue<Runnable> arrivals = new ConcurrentLinkedQueue<>();

    private final Signal wake = new Signal();
    private volatile boolean closed;
    private volatile @Nullable Thread thread;
    private long lastTicket;

    /**
     * @param shards how many, numbered from 0
     * @param loadingThreads where shards are loaded, never the caller's thread of {@link #step}
     *     when it is bound to answer meanwhile
     */
    public Runner(
            Machine<S, C, E> machine,
            int shards,
            ShardLogs logs,
            Executor loadingThreads,
            RunnerClock clock,
            RunnerConfig config) {
        this.machine = machine;
        this.loadingThreads = loadingThreads;
        this.clock = clock;
        this.config = config;
        this.loader = new Loader<>(machine, logs);
        this.queue = new ArrayBlockingQueue<>(config.queueCapacity());
        for (int i = 0; i < shards; i++) {
            slots.add(new Slot<>(i));
        }
    }

    public int shards() {
        return slots.size();
    }

    /**
     * The shard that holds a key: the partition of the coordinator's topic, as Kafka computes it.
     */
    public int shardOf(String key) {
        int hash = key.hashCode();
        return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % slots.size();
    }

    /**
     * Queues a command. Never blocks.
     *
     * @param type the command's result type
     * @return its reply, refused at once when the queue is full or the runner closed
     */
    public <R> PendingReply<R> submit(int shard, C command, Class<R> type) {
        PendingReply<R> reply = new PendingReply<>(command, type);
        if (closed || !queue.offer(new Ask<>(shard, command, reply))) {
            reply.refuse(Refusal.UNAVAILABLE);
            return reply;
        }
        if (closed) {
            refuseQueued();
        }
        wake.raise();
        return reply;
    }

    /** Has a shard loaded, if it is not, before anybody asks it. */
    public void load(int shard) {
        arrivals.add(() -> requestLoad(slots.get(shard), clock.now()));
        wake.raise();
    }

    /** Runs steps on a thread of its own until {@link #close}. Called once. */
    public void start(ThreadFactory threads) {
        Thread runner = threads.newThread(this::run);
        thread = runner;
        runner.start();
    }

    private void run() {
        try {
            while (!closed) {
                if (step() == 0) {
                    wake.await(nanosToDeadline());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long nanosToDeadline() {
        long deadline = nextDeadline();
        return deadline == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(Math.max(0, deadline - clock.now().tickMs()));
    }

    /** Whether a step would find work now, timers aside. */
    public boolean hasWork() {
        return !queue.isEmpty() || !arrivals.isEmpty();
    }

    /** The tick of the next timer of all shards; {@link Long#MAX_VALUE} for none. */
    public long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (Slot<S, C, E> slot : slots) {
            next = Math.min(next, slot.nextDeadline());
            if (slot.shard != null) {
                next = Math.min(next, slot.shard.nextDeadline());
            }
        }
        return next;
    }

    /**
     * Does what there is to do now, at most one lot of it.
     *
     * @return how much was done; 0 when there was nothing
     */
    public int step() throws InterruptedException {
        Now now = clock.now();
        int done = 0;
        for (Runnable arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            arrival.run();
            done++;
        }
        for (Slot<S, C, E> slot : slots) {
            done += refuseImpatient(slot, now) + fireTimers(slot, now);
        }
        while (done < config.lotCommands()) {
            Ask<C> ask = queue.poll();
            if (ask == null) {
                break;
            }
            serve(slots.get(ask.shard()), ask, now);
            done++;
        }
        for (Slot<S, C, E> slot : slots) {
            flush(slot, now);
        }
        return done;
    }

    private int refuseImpatient(Slot<S, C, E> slot, Now now) {
        List<Ask<C>> impatient = slot.unparkImpatient(now.tickMs());
        impatient.forEach(ask -> ask.reply().refuse(Refusal.LOADING));
        return impatient.size();
    }

    private int fireTimers(Slot<S, C, E> slot, Now now) throws InterruptedException {
        int fired = 0;
        while (slot.shard != null && fired < config.lotCommands()) {
            C due = slot.shard.due(now);
            if (due == null) {
                break;
            }
            decideOwn(slot, slot.shard, due, now);
            fired++;
        }
        return fired;
    }

    private void serve(Slot<S, C, E> slot, Ask<C> ask, Now now) throws InterruptedException {
        Shard<S, C, E> shard = slot.shard;
        if (shard == null) {
            serveUnloaded(slot, ask, now);
            return;
        }
        StorageException failure = shard.failure();
        if (failure != null) {
            drop(slot, shard, now, failure);
            ask.reply().refuse(Refusal.UNAVAILABLE);
            return;
        }
        decide(slot, shard, ask, now);
    }

    private void serveUnloaded(Slot<S, C, E> slot, Ask<C> ask, Now now) {
        if (!requestLoad(slot, now)) {
            ask.reply().refuse(Refusal.UNAVAILABLE);
            return;
        }
        long untilTick =
                ask.command().waitsForLoad() ? Long.MAX_VALUE : now.tickMs() + config.loadWaitMs();
        if (!slot.park(ask, config.parkedCapacity(), untilTick)) {
            ask.reply().refuse(Refusal.LOADING);
        }
    }

    private void decide(Slot<S, C, E> slot, Shard<S, C, E> shard, Ask<C> ask, Now now)
            throws InterruptedException {
        long ticket = ++lastTicket;
        Decided<E> decision;
        try {
            decision = shard.decide(ticket, ask.command(), now);
        } catch (RuntimeException e) {
            LOG.error("Shard {} cannot decide {}", slot.index, ask.command(), e);
            ask.reply().refuse(Refusal.FAILED);
            return;
        }
        shard.expect(ticket, ask.command(), ask.reply());
        take(slot, shard, decision, now);
    }

    /** Decides a command of the machine's own, which nobody waits for. */
    private void decideOwn(Slot<S, C, E> slot, Shard<S, C, E> shard, C command, Now now)
            throws InterruptedException {
        Decided<E> decision;
        try {
            decision = shard.decide(0, command, now);
        } catch (RuntimeException e) {
            drop(slot, shard, now, e);
            return;
        }
        take(slot, shard, decision, now);
    }

    private void take(Slot<S, C, E> slot, Shard<S, C, E> shard, Decided<E> decision, Now now)
            throws InterruptedException {
        try {
            shard.take(decision, now);
        } catch (RuntimeException e) {
            drop(slot, shard, now, e);
            return;
        }
        for (long ticket : decision.decision().again()) {
            decideAgain(slot, shard, ticket, now);
        }
        if (shard.lotBytes() >= config.lotBytes()) {
            flush(slot, now);
        }
    }

    private void decideAgain(Slot<S, C, E> slot, Shard<S, C, E> shard, long ticket, Now now)
            throws InterruptedException {
        C command = shard.waiting(ticket);
        if (command == null || slot.shard != shard) {
            return;
        }
        Decided<E> decision;
        try {
            decision = shard.decide(ticket, command, now);
        } catch (RuntimeException e) {
            LOG.error("Shard {} cannot decide {}", slot.index, command, e);
            shard.refuse(ticket, Refusal.FAILED);
            return;
        }
        take(slot, shard, decision, now);
    }

    private void flush(Slot<S, C, E> slot, Now now) throws InterruptedException {
        Shard<S, C, E> shard = slot.shard;
        if (shard == null) {
            return;
        }
        try {
            shard.flush(config.appendTimeoutMs());
        } catch (StorageException | RuntimeException e) {
            drop(slot, shard, now, e);
        }
    }

    /** The state may hold what the log does not: forget it. */
    private void drop(Slot<S, C, E> slot, Shard<S, C, E> shard, Now now, Exception cause) {
        if (cause instanceof StorageException) {
            LOG.error(
                    "Shard {} is dropped, to be loaded again: {}", slot.index, cause.getMessage());
        } else {
            LOG.error("Shard {} is dropped, to be loaded again", slot.index, cause);
        }
        slot.shard = null;
        slot.restUntil = now.tickMs() + config.reloadBackoffMs();
        shard.refuseAll(Refusal.UNAVAILABLE);
    }

    /**
     * @return false when the shard failed lately and rests
     */
    private boolean requestLoad(Slot<S, C, E> slot, Now now) {
        if (slot.loading || slot.shard != null) {
            return true;
        }
        if (now.tickMs() < slot.restUntil) {
            return false;
        }
        slot.loading = true;
        loadingThreads.execute(() -> loadInBackground(slot));
        return true;
    }

    private void loadInBackground(Slot<S, C, E> slot) {
        try {
            Loader.Loaded<S> loaded = loader.load(slot.index);
            arrivals.add(loaded == null ? () -> absent(slot) : () -> loaded(slot, loaded));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            arrivals.add(() -> loadFailed(slot, e));
        } catch (StorageException | RuntimeException e) {
            arrivals.add(() -> loadFailed(slot, e));
        }
        wake.raise();
    }

    private void loaded(Slot<S, C, E> slot, Loader.Loaded<S> loaded) {
        Now now = clock.now();
        Shard<S, C, E> shard = new Shard<>(machine, loaded);
        slot.loading = false;
        slot.shard = shard;
        try {
            decideOwn(slot, shard, machine.onLoaded(), now);
            for (Ask<C> ask : slot.unpark()) {
                serve(slot, ask, now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever asks comes too early; that is no failure. */
    private void absent(Slot<S, C, E> slot) {
        slot.loading = false;
        slot.unpark().forEach(ask -> ask.reply().refuse(Refusal.UNAVAILABLE));
    }

    private void loadFailed(Slot<S, C, E> slot, Exception cause) {
        if (cause instanceof StorageException) {
            LOG.error("Shard {} cannot be loaded: {}", slot.index, cause.getMessage());
        } else {
            LOG.error("Shard {} cannot be loaded", slot.index, cause);
        }
        slot.loading = false;
        slot.restUntil = clock.now().tickMs() + config.reloadBackoffMs();
        slot.unpark().forEach(ask -> ask.reply().refuse(Refusal.UNAVAILABLE));
    }

    private void refuseQueued() {
        for (Ask<C> ask = queue.poll(); ask != null; ask = queue.poll()) {
            ask.reply().refuse(Refusal.UNAVAILABLE);
        }
    }

    /**
     * Stops. What waits is refused; what was appended stays. The logs are not closed. Where the
     * runner has no thread, called by whoever drives it.
     */
    @Override
    public void close() {
        closed = true;
        wake.raise();
        Thread runner = thread;
        if (runner != null) {
            joinUninterrupted(runner);
        }
        for (Slot<S, C, E> slot : slots) {
            slot.unpark().forEach(ask -> ask.reply().refuse(Refusal.UNAVAILABLE));
            if (slot.shard != null) {
                slot.shard.refuseAll(Refusal.UNAVAILABLE);
                slot.shard = null;
            }
        }
        refuseQueued();
    }

    private static void joinUninterrupted(Thread runner) {
        try {
            runner.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.reservoir.coord.runner;

import dev.reservoir.log.Signal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/**
 * A command's answer, which comes when it was decided and everything the shard held at that moment
 * is durable (DURABILITY rule 6), also when the command wrote nothing. Any thread asks {@link
 * #isReady}; one thread awaits.
 */
public final class PendingReply<R> {
    private static final long SPURIOUS_PAUSE_NANOS = 1_000_000;

    private final Command<?> command;
    private final Class<R> type;
    private final Signal signal = new Signal();
    private volatile @Nullable Outcome outcome;

    /**
     * @param log null when the answer stands on no log
     * @param upTo the log must be durable up to this offset
     */
    private record Outcome(Object result, @Nullable ShardLog log, long upTo) {
        boolean isSettled() {
            return log == null || log.offsets().durable() >= upTo || log.failure() != null;
        }
    }

    PendingReply(Command<?> command, Class<R> type) {
        this.command = command;
        this.type = type;
    }

    /** Whether {@link #await} returns without waiting. Never blocks. */
    public boolean isReady() {
        Outcome decided = outcome;
        return decided != null && decided.isSettled();
    }

    /**
     * Waits for the answer. When the log fails before it is durable, the answer is the command's
     * refusal: what was decided may or may not survive.
     */
    public R await() throws InterruptedException {
        Outcome decided = outcome;
        while (decided == null) {
            signal.await(Long.MAX_VALUE);
            decided = outcome;
        }
        ShardLog log = decided.log();
        while (log != null && !decided.isSettled()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            log.awaitDurable(decided.upTo() - 1, signal);
            if (!decided.isSettled()) {
                awaitOrForget(log);
            }
            if (!decided.isSettled()) {
                // Raised for nothing, as a log that was closed does: no busy loop over that.
                LockSupport.parkNanos(SPURIOUS_PAUSE_NANOS);
            }
        }
        if (log != null && log.offsets().durable() < decided.upTo()) {
            return refusal(Refusal.UNAVAILABLE);
        }
        return type.cast(decided.result());
    }

    private void awaitOrForget(ShardLog log) throws InterruptedException {
        try {
            signal.await(Long.MAX_VALUE);
        } finally {
            log.forget(signal);
        }
    }

    Command<?> command() {
        return command;
    }

    void decided(Object result, ShardLog log, long upTo) {
        outcome = new Outcome(type.cast(result), log, upTo);
        signal.raise();
    }

    void refuse(Refusal why) {
        outcome = new Outcome(refusal(why), null, 0);
        signal.raise();
    }

    private R refusal(Refusal why) {
        return type.cast(command.refused(why));
    }
}

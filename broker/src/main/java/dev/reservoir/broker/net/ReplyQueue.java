package dev.reservoir.broker.net;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answers a connection owes, in request order. One thread puts, one takes; a bound on their
 * number makes the reader wait, so a client that sends and never reads costs no more than that.
 */
final class ReplyQueue {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;

    ReplyQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Queues an answer, waiting while the queue is full; false when the connection is closed. */
    boolean put(Pending pending) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.size() >= capacity && !closed) {
                changed.await();
            }
            if (closed) {
                return false;
            }
            waiting.addLast(pending);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next answer to send, waiting for one; null when the queue is closed. The one before
     * counts as sent.
     */
    @Nullable Pending take() throws InterruptedException {
        lock.lock();
        try {
            sending = false;
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            Pending next = waiting.pollFirst();
            sending = next != null;
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether nothing waits and nothing is being sent, so that the reading thread may send by
     * itself.
     */
    boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty() && !sending;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the taker finish what is queued, then ends it. Nothing more is taken. */
    void finish() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was queued and will not be sent, once the queue is finished and its taker has ended. */
    List<Pending> leftovers() {
        lock.lock();
        try {
            List<Pending> left = List.copyOf(waiting);
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}

package dev.reservoir.broker.api;

import dev.reservoir.log.Signal;

import org.apache.kafka.common.protocol.ApiMessage;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A fetch that waits for {@code min.bytes}, at most until its deadline, and reads then. */
final class FetchReply implements Reply {
    private final FetchRead read;
    private final int minBytes;
    private final InstantSource clock;
    private final long deadline;

    FetchReply(FetchRead read, int minBytes, InstantSource clock, long deadline) {
        this.read = read;
        this.minBytes = minBytes;
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    public boolean isReady() {
        return clock.millis() >= deadline || read.offers(minBytes);
    }

    @Override
    public ApiMessage await() throws InterruptedException {
        if (!isReady()) {
            Signal signal = new Signal();
            try {
                read.watch(signal);
                while (!isReady()) {
                    signal.await(
                            TimeUnit.MILLISECONDS.toNanos(Math.max(1, deadline - clock.millis())));
                    read.watch(signal);
                }
            } finally {
                read.unwatch(signal);
            }
        }
        return read.response();
    }

    @Override
    public void drop() {
        read.drop();
    }
}

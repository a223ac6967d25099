package dev.reservoir.cli.house.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.Throttle;
import dev.reservoir.cli.explain.Advice;
import dev.reservoir.cli.house.Ink;
import dev.reservoir.cli.house.Progress;
import dev.reservoir.cli.house.produce.Source.Item;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the records of inputs and counts those that were acknowledged. The first that is not ends
 * it. Used by one thread, but for {@link #stop} and what is counted.
 */
final class RecordSender {
    private final Producer<byte[], byte[]> producer;
    private final ProduceOptions options;
    private final Terminal terminal;
    private final Progress progress;
    private final Throttle throttle;
    private final List<Header> headers = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable Exception failure;
    private volatile boolean stopped;
    private volatile boolean finished;
    private final AtomicLong handed = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private boolean interactive;

    RecordSender(
            Producer<byte[], byte[]> producer,
            ProduceOptions options,
            Terminal terminal,
            Progress progress) {
        this.producer = producer;
        this.options = options;
        this.terminal = terminal;
        this.progress = progress;
        this.throttle = new Throttle(options.rate, System.nanoTime());
        for (String header : options.headers) {
            int equals = header.indexOf('=');
            headers.add(
                    new RecordHeader(
                            header.substring(0, equals),
                            header.substring(equals + 1).getBytes(UTF_8)));
        }
    }

    /** Records that were acknowledged. */
    long sent() {
        return sent.get();
    }

    /** Bytes of their keys and values. */
    long bytes() {
        return bytes.get();
    }

    /** Why a record was not written; null if all were. */
    @Nullable Exception failure() {
        return failure;
    }

    /** There is nothing left to stop; returns whether nobody stopped it. */
    boolean finish() {
        finished = true;
        return !stopped;
    }

    /**
     * Makes {@link #send} return soon and waits until all that was handed over is answered, or for
     * so long.
     *
     * @return whether there was something to stop
     */
    boolean stop(Duration patience) {
        if (finished) {
            return false;
        }
        stopped = true;
        try {
            Thread.ofVirtual().start(this::flush).join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Records that were handed over and neither acknowledged nor refused. */
    long unanswered() {
        return handed.get() - answered.get();
    }

    /** Waits until all that was handed over is answered. */
    void flush() {
        producer.flush();
    }

    /** Sends all of the input's records; fails when one is refused or cannot be read. */
    void send(Input input) {
        interactive = input.size() == 0 && terminal.interactive() && !input.isListed();
        try (Source source = input.source()) {
            if (interactive) {
                terminal.err().println("Each line becomes a record; Ctrl+D ends.");
            }
            while (!stopped && failure == null) {
                prompt();
                Item item = source.next();
                if (item == null) {
                    endPrompt();
                    break;
                }
                send(item, input);
            }
        } catch (IOException e) {
            throw Input.failure(input.name(), e);
        }
        flush();
        Exception problem = failure;
        if (problem != null) {
            throw new CommandFailure("A record was not written: " + Advice.told(problem), problem);
        }
    }

    private void prompt() {
        if (interactive) {
            terminal.out().print("> ");
            terminal.out().flush();
        }
    }

    private void endPrompt() {
        if (interactive) {
            terminal.out().println();
        }
    }

    private void send(Item item, Input input) {
        byte[] key =
                item.key() == null && options.key != null
                        ? options.key.getBytes(UTF_8)
                        : item.key();
        byte[] value = item.value();
        Integer partition = options.partition < 0 ? null : options.partition;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(options.topic, partition, key, value, headers);
        long size = length(key) + length(value);
        handed.incrementAndGet();
        Future<RecordMetadata> answer = producer.send(record, (_, error) -> answered(size, error));
        if (interactive) {
            showPlace(answer);
            return;
        }
        long now = System.nanoTime();
        double share = input.size() == 0 ? -1 : (double) input.read() / input.size();
        progress.at(sent(), bytes(), share, now);
        long pause = throttle.pauseNs(handed.get(), now);
        if (pause > 0) {
            LockSupport.parkNanos(pause);
        }
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private void answered(long size, @Nullable Exception error) {
        answered.incrementAndGet();
        if (error == null) {
            sent.incrementAndGet();
            bytes.addAndGet(size);
        } else if (failure == null) {
            failure = error;
        }
    }

    /** Where the line went, before the next one is typed. */
    private void showPlace(Future<RecordMetadata> answer) {
        try {
            RecordMetadata place = answer.get();
            String text = "  partition " + place.partition() + ", offset " + place.offset();
            terminal.out().println(Ink.of(terminal).faint(text));
        } catch (ExecutionException _) {
            // The sender has noted it.
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}

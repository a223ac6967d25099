package dev.reservoir.cli.house.bench;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Interruption;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.Throttle;
import dev.reservoir.cli.house.Progress;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Writes records without keys as fast as they are taken, or at a rate. */
final class WritePhase {
    private static final double NS_PER_S = 1e9;

    private final BenchOptions options;
    private final String topic;
    private final Interruption interruption;
    private final Terminal terminal;
    private final Latencies latencies = new Latencies();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile @Nullable Exception failure;

    WritePhase(BenchOptions options, String topic, Interruption interruption, Terminal terminal) {
        this.options = options;
        this.interruption = interruption;
        this.topic = topic;
        this.terminal = terminal;
    }

    Measured run() {
        // Letters: as compressible as text without meaning.
        byte[] value = new byte[(int) options.size];
        SplittableRandom random = new SplittableRandom(0);
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) ('A' + random.nextInt(26));
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        Progress progress = new Progress(terminal, "record", System.nanoTime());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties(), bytes, bytes)) {
            producer.partitionsFor(topic);
            long begun = System.nanoTime();
            Throttle throttle = new Throttle(options.rate, begun);
            long now = begun;
            for (long sent = 1; more(sent, now - begun); sent++) {
                send(producer, value);
                now = System.nanoTime();
                long done = acknowledged.get();
                progress.at(done, done * options.size, share(done, now - begun), now);
                long pause = throttle.pauseNs(sent, now);
                if (pause > 0) {
                    LockSupport.parkNanos(pause);
                }
            }
            producer.flush();
            progress.clear();
            Exception problem = failure;
            if (problem != null) {
                throw new CommandFailure(
                        "A record was not written: " + problem.getMessage(), problem);
            }
            long done = acknowledged.get();
            double seconds = (System.nanoTime() - begun) / NS_PER_S;
            return new Measured("write", done, done * options.size, seconds, latencies);
        }
    }

    private boolean more(long sent, long elapsedNs) {
        boolean wanted =
                options.records > 0 ? sent <= options.records : elapsedNs < options.span.toNanos();
        return wanted && failure == null && !interruption.requested();
    }

    private double share(long done, long elapsedNs) {
        return options.records > 0
                ? (double) done / options.records
                : Math.min(1, (double) elapsedNs / options.span.toNanos());
    }

    private void send(KafkaProducer<byte[], byte[]> producer, byte[] value) {
        long handed = System.nanoTime();
        Future<RecordMetadata> _ =
                producer.send(
                        new ProducerRecord<>(topic, value),
                        (_, error) -> {
                            if (error == null) {
                                latencies.add(System.nanoTime() - handed);
                                acknowledged.incrementAndGet();
                            } else if (failure == null) {
                                failure = error;
                            }
                        });
    }

    private Properties properties() {
        Properties properties = options.client(ProducerConfig.configNames(), terminal);
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(128 * 1024));
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, options.rate > 0 ? "0" : "5");
        properties.setProperty(ProducerConfig.ACKS_CONFIG, options.acks);
        properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, options.compression);
        return properties;
    }
}

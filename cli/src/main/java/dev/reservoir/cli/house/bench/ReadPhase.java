package dev.reservoir.cli.house.bench;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Interruption;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.Progress;
import dev.reservoir.cli.house.Sizes;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.Properties;

/** Reads what was written between two marks, from all partitions at once. */
final class ReadPhase {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_NS = 30_000_000_000L;
    private static final double NS_PER_S = 1e9;

    private final BenchOptions options;
    private final Marks from;
    private final Marks to;
    private final Terminal terminal;

    ReadPhase(BenchOptions options, Marks from, Marks to, Terminal terminal) {
        this.options = options;
        this.from = from;
        this.to = to;
        this.terminal = terminal;
    }

    Measured run(Interruption interruption) {
        long wanted = total(to) - total(from);
        ByteArrayDeserializer deserializer = new ByteArrayDeserializer();
        Progress progress = new Progress(terminal, "record", System.nanoTime());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(), deserializer, deserializer)) {
            consumer.assign(from.ends().keySet());
            from.ends().forEach(consumer::seek);
            long begun = System.nanoTime();
            long last = begun;
            long records = 0;
            long bytes = 0;
            while (records < wanted && !interruption.requested()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    records++;
                    bytes += record.serializedValueSize();
                    last = System.nanoTime();
                }
                long now = System.nanoTime();
                progress.at(records, bytes, (double) records / wanted, now);
                if (now - last > PATIENCE_NS) {
                    throw new CommandFailure(
                            "Read "
                                    + Sizes.of(records, "record")
                                    + " of "
                                    + Sizes.count(wanted)
                                    + ", then nothing came for 30 s");
                }
            }
            progress.clear();
            return new Measured("read", records, bytes, (last - begun) / NS_PER_S, null);
        }
    }

    private static long total(Marks marks) {
        return marks.ends().values().stream().mapToLong(Long::longValue).sum();
    }

    private Properties properties() {
        Properties properties = options.client(ConsumerConfig.configNames(), terminal);
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        properties.putIfAbsent(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(4 << 20));
        return properties;
    }
}

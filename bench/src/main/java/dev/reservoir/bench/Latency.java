package dev.reservoir.bench;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Time from the moment at which a record was due to its acknowledgement, at a steady rate. Counting
 * from when it was due, not from when it was sent, keeps a stall from hiding what queued behind it.
 */
record Latency(Payloads values, int warmUpSeconds, int seconds) implements Workload {
    private static final int RECORDS_PER_SECOND = 5_000;
    private static final long INTERVAL_NANOS = 1_000_000_000L / RECORDS_PER_SECOND;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public boolean sharesBroker() {
        return true;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        Load load = stage.load();
        load.createTopic(name(), Load.PARTITIONS);
        Map<String, Object> settings = new HashMap<>(Map.of("acks", "all", "linger.ms", 0));
        try (KafkaProducer<byte[], byte[]> producer = load.producer(settings)) {
            measure(producer, warmUpSeconds);
            CpuMeter cpu = CpuMeter.start(stage.broker());
            long[] nanos = measure(producer, seconds);
            recorder.add(Figure.LATENCY_P50, percentile(nanos, 0.5));
            recorder.add(Figure.LATENCY_P99, percentile(nanos, 0.99));
            recorder.add(Figure.LATENCY_P999, percentile(nanos, 0.999));
            recorder.add(Figure.LATENCY_CPU, cpu.seconds() * 100 / seconds);
        }
    }

    /** Sorted latencies. */
    private long[] measure(KafkaProducer<byte[], byte[]> producer, int forSeconds) {
        long[] nanos = new long[forSeconds * RECORDS_PER_SECOND];
        Load.Acknowledgements acknowledgements = new Load.Acknowledgements();
        long start = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            int record = i;
            long due = start + i * INTERVAL_NANOS;
            for (long wait; (wait = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(wait);
            }
            Future<RecordMetadata> _ =
                    producer.send(
                            new ProducerRecord<>(name(), values.value(i)),
                            (metadata, exception) -> {
                                nanos[record] = System.nanoTime() - due;
                                acknowledgements.onCompletion(metadata, exception);
                            });
        }
        producer.flush();
        acknowledgements.mustBe(nanos.length);
        Arrays.sort(nanos);
        return nanos;
    }

    /** In milliseconds. */
    private static double percentile(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))] / 1e6;
    }
}

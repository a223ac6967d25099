package dev.reservoir.bench;

import org.apache.kafka.clients.producer.KafkaProducer;

import java.io.IOException;
import java.util.Map;

/**
 * One producer sends as fast as it can to one topic of six partitions. The first half is a warm-up
 * and not measured, for a broker runs for longer than its compiler does.
 */
record Produce(
        String name, Map<String, Object> settings, Payloads values, long bytes, Figures figures)
        implements Workload {
    /** Batches large enough for the broker, not the client, to be what is measured. */
    static final Map<String, Object> BATCHING =
            Map.of("batch.size", 131_072, "linger.ms", 5, "buffer.memory", 64 << 20);

    /** Where rate and cost go. */
    record Figures(Figure rate, Figure cpu) {}

    @Override
    public boolean sharesBroker() {
        return true;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        Load load = stage.load();
        load.createTopic(name, Load.PARTITIONS);
        try (KafkaProducer<byte[], byte[]> producer = load.producer(settings)) {
            Load.Moved warmUp = load.produce(producer, name, values, bytes);
            CpuMeter cpu = CpuMeter.start(stage.broker());
            Load.Moved moved = load.produce(producer, name, values, bytes);
            recorder.add(figures.rate(), moved.megabytesPerSecond());
            recorder.add(figures.cpu(), cpu.secondsSettled() / moved.gigabytes());
            mustHold(load, warmUp.records() + moved.records());
        }
    }

    private void mustHold(Load load, long acknowledged) {
        long held = load.held(Load.partitions(name, Load.PARTITIONS));
        // Without idempotence a request that is sent again may be stored twice.
        if (held < acknowledged) {
            throw new IllegalStateException(
                    acknowledged + " records were acknowledged, the broker holds " + held);
        }
    }
}

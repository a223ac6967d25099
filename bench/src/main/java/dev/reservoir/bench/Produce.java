package dev.reservoir.bench;

import org.apache.kafka.clients.producer.KafkaProducer;

import java.io.IOException;
import java.util.Map;

/**
 * One producer sends as fast as it can to one topic of six partitions of a broker that was just
 * started. What the broker's compiler costs is in the first half, so the rate is that of the second
 * half, and the cost is told for both halves and for the second one alone.
 */
record Produce(
        String name, Map<String, Object> settings, Payloads values, long bytes, Figures figures)
        implements Workload {
    /** Batches large enough for the broker, not the client, to be what is measured. */
    static final Map<String, Object> BATCHING =
            Map.of("batch.size", 131_072, "linger.ms", 5, "buffer.memory", 64 << 20);

    /** Where rate and cost go. */
    record Figures(Figure rate, Figure cpu, Figure warmCpu) {}

    @Override
    public boolean sharesBroker() {
        return false;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        Load load = stage.load();
        load.createTopic(name, Load.PARTITIONS);
        try (KafkaProducer<byte[], byte[]> producer = load.producer(settings)) {
            CpuMeter cpu = CpuMeter.start(stage.broker());
            Load.Moved first = load.produce(producer, name, values, bytes);
            CpuMeter warmCpu = CpuMeter.start(stage.broker());
            Load.Moved second = load.produce(producer, name, values, bytes);
            recorder.add(figures.rate(), second.megabytesPerSecond());
            recorder.add(figures.warmCpu(), warmCpu.secondsSettled() / second.gigabytes());
            recorder.add(figures.cpu(), cpu.seconds() / (first.gigabytes() + second.gigabytes()));
            mustHold(load, first.records() + second.records());
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

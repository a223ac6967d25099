package dev.reservoir.bench;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * One consumer reads a topic of six partitions from the beginning; the first pass is the warm-up.
 */
record Consume(Payloads values, long bytes) implements Workload {
    @Override
    public String name() {
        return "consume";
    }

    @Override
    public boolean sharesBroker() {
        return true;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        Load load = stage.load();
        load.createTopic(name(), Load.PARTITIONS);
        Map<String, Object> settings = new HashMap<>(Produce.BATCHING);
        settings.put("acks", "all");
        Load.Moved sent;
        try (KafkaProducer<byte[], byte[]> producer = load.producer(settings)) {
            sent = load.produce(producer, name(), values, bytes);
        }
        try (KafkaConsumer<byte[], byte[]> consumer = load.consumer()) {
            load.consume(consumer, name()).mustEqual(sent);
            CpuMeter cpu = CpuMeter.start(stage.broker());
            Load.Moved read = load.consume(consumer, name());
            recorder.add(Figure.CONSUME_RATE, read.megabytesPerSecond());
            recorder.add(Figure.CONSUME_CPU, cpu.seconds() / read.gigabytes());
            read.mustEqual(sent);
        }
    }
}

package dev.reservoir.bench;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * An idempotent producer sends records of 100 bytes to one partition, one in a request, five
 * requests on their way.
 */
record OneByOne(int records) implements Workload {
    private static final int WARM_UP_PART = 5;

    @Override
    public String name() {
        return "one-by-one";
    }

    @Override
    public boolean sharesBroker() {
        return false;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        Load load = stage.load();
        load.createTopic(name(), 1);
        Map<String, Object> settings =
                Map.of("acks", "all", "enable.idempotence", true, "batch.size", 0, "linger.ms", 0);
        try (KafkaProducer<byte[], byte[]> producer = load.producer(settings)) {
            send(producer, records / WARM_UP_PART);
            CpuMeter meter = CpuMeter.start(stage.broker());
            long start = System.nanoTime();
            send(producer, records);
            recorder.add(Figure.ONE_BY_ONE, records / ((System.nanoTime() - start) / 1e9));
            recorder.add(Figure.ONE_BY_ONE_CPU, meter.secondsSettled() * 1e6 / records);
        }
        long held = load.held(Load.partitions(name(), 1));
        long sent = records + (long) (records / WARM_UP_PART);
        if (held != sent) {
            throw new IllegalStateException(sent + " records were sent, the broker holds " + held);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int count) {
        Load.Acknowledgements acknowledgements = new Load.Acknowledgements();
        byte[] value = new byte[100];
        for (int i = 0; i < count; i++) {
            Future<RecordMetadata> _ =
                    producer.send(new ProducerRecord<>(name(), value), acknowledgements);
        }
        producer.flush();
        acknowledgements.mustBe(count);
    }
}

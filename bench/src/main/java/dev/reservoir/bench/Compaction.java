package dev.reservoir.bench;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A partition is filled with records of many times the same keys, then its topic becomes a
 * compacted one: what the broker's log says of the pass over it.
 */
record Compaction(Payloads values, long bytes) implements Workload {
    private static final int KEYS = 100_000;
    private static final int WAIT_SECONDS = 180;

    /** A pass over a log, as a broker tells of it. */
    record Pass(double megabytes, double seconds) {}

    @Override
    public String name() {
        return "compaction";
    }

    @Override
    public boolean sharesBroker() {
        return false;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        try (Admin admin = stage.load().admin()) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(name(), 1, (short) 1)
                                            .configs(Map.of("segment.bytes", "33554432"))))
                    .all()
                    .get();
            stage.load().awaitLeaders(Load.partitions(name(), 1));
            long records = fill(stage.load());
            CpuMeter cpu = CpuMeter.start(stage.broker());
            compact(admin);
            Pass pass = awaitPass(stage);
            recorder.add(Figure.COMPACTION_RATE, pass.megabytes() / pass.seconds());
            recorder.add(Figure.COMPACTION_CPU, cpu.seconds() / (pass.megabytes() / 1e3));
            if (stage.load().held(Load.partitions(name(), 1)) != records) {
                throw new IllegalStateException("offsets have changed");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not set up the topic", e.getCause());
        }
    }

    private long fill(Load load) {
        Load.Acknowledgements acknowledgements = new Load.Acknowledgements();
        long records = 0;
        try (KafkaProducer<byte[], byte[]> producer = load.producer(Produce.BATCHING)) {
            for (long sent = 0; sent < bytes; records++) {
                byte[] value = values.value(records);
                byte[] key =
                        "key-%012d"
                                .formatted(scattered(records))
                                .getBytes(StandardCharsets.US_ASCII);
                var _ = producer.send(new ProducerRecord<>(name(), key, value), acknowledgements);
                sent += value.length;
            }
            producer.flush();
        }
        acknowledgements.mustBe(records);
        return records;
    }

    private static long scattered(long n) {
        return Long.remainderUnsigned(n * 0x9E3779B97F4A7C15L, KEYS);
    }

    private void compact(Admin admin) throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name());
        Collection<AlterConfigOp> set =
                List.of(
                        new AlterConfigOp(
                                new ConfigEntry("cleanup.policy", "compact"),
                                AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(topic, set)).all().get();
    }

    private Pass awaitPass(Stage stage) throws IOException, InterruptedException {
        for (int i = 0; i < 2 * WAIT_SECONDS; i++) {
            List<Pass> passes = stage.passes(name() + "-0");
            double megabytes = passes.stream().mapToDouble(Pass::megabytes).sum();
            // What lies in the last segment is never compacted.
            if (megabytes > bytes / 1e6 * 0.8) {
                double seconds = passes.stream().mapToDouble(Pass::seconds).sum();
                return new Pass(megabytes, seconds);
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new IllegalStateException("nothing was compacted within " + WAIT_SECONDS + " s");
    }
}

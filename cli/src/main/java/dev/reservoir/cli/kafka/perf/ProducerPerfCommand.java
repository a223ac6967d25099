package dev.reservoir.cli.kafka.perf;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.SilenceWatch;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.Throttle;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** {@code kafka-producer-perf-test}. */
public final class ProducerPerfCommand implements Command {
    private final ProducerPerfOptions options = new ProducerPerfOptions();

    @Override
    public String description() {
        return "Sends records and prints throughput and latency. Give exactly one of"
                + " --record-size, --payload-file and --payload-monotonic.";
    }

    @Override
    public void declare(OptionTable table) {
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        ProducerPerfSettings settings = ProducerPerfSettings.of(options, given, terminal);
        // The same letters in every run, as Kafka's tool sends them.
        Payloads payloads = Payloads.of(options, new SplittableRandom(0), terminal.out());
        SilenceWatch.start(settings.producer(), options.client.topic(), terminal.err());
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.producer(), bytes, bytes)) {
            if (settings.transactionMs() > 0) {
                producer.initTransactions();
            }
            if (options.warmupRecords > 0) {
                terminal.out()
                        .println(
                                "Warmup first "
                                        + options.warmupRecords
                                        + " records. Steady state results will print after the"
                                        + " complete test summary.");
                terminal.out().flush();
            }
            ProducerReport report =
                    new ProducerReport(
                            terminal.out(),
                            terminal.err(),
                            options.reportingIntervalMs,
                            options.records,
                            System.currentTimeMillis());
            send(producer, payloads, report, settings.transactionMs());
            producer.flush();
            report.summary(System.currentTimeMillis());
            if (options.printMetrics) {
                MetricsTable.print(producer.metrics().values(), terminal.out());
            }
            return 0;
        }
    }

    private void send(
            Producer<byte[], byte[]> producer,
            Payloads payloads,
            ProducerReport report,
            long transactionMs) {
        Throttle throttle = new Throttle(options.throughput, System.nanoTime());
        boolean open = false;
        long opened = 0;
        for (long i = 0; i < options.records; i++) {
            byte[] payload = payloads.next(i);
            long now = System.currentTimeMillis();
            if (transactionMs > 0 && !open) {
                producer.beginTransaction();
                open = true;
                opened = now;
            }
            if (options.warmupRecords > 0 && i == options.warmupRecords) {
                report.warmedUp(options.records - options.warmupRecords, now);
            }
            send(producer, payload, i >= options.warmupRecords, report);
            if (open && now - opened >= transactionMs) {
                producer.commitTransaction();
                open = false;
            }
            long pause = throttle.pauseNs(i + 1, System.nanoTime());
            if (pause > 0) {
                LockSupport.parkNanos(pause);
            }
        }
        if (open) {
            producer.commitTransaction();
        }
    }

    private void send(
            Producer<byte[], byte[]> producer,
            byte[] payload,
            boolean inSteadyState,
            ProducerReport report) {
        long start = System.currentTimeMillis();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(options.client.requiredTopic(), payload);
        Future<RecordMetadata> _ =
                producer.send(
                        record,
                        (_, error) -> {
                            long now = System.currentTimeMillis();
                            if (error == null) {
                                report.sent(
                                        (int) (now - start), payload.length, inSteadyState, now);
                            } else {
                                report.unsent(error);
                            }
                        });
    }
}

package dev.reservoir.bench;

import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All rounds: the contenders in alternation, each with all workloads. */
final class Run {
    private final Options options;
    private final List<Contender> contenders;
    private final List<Workload> workloads;
    private final Cleanup cleanup;
    private final Results results = new Results();

    Run(Options options, List<Contender> contenders, Cleanup cleanup) {
        this.options = options;
        this.contenders =
                contenders.stream().filter(contender -> options.runs(contender.name())).toList();
        this.workloads =
                workloads(options.quick() ? Scale.QUICK : Scale.FULL).stream()
                        .filter(workload -> options.workloads().contains(workload.name()))
                        .toList();
        this.cleanup = cleanup;
    }

    Results all() throws IOException, InterruptedException {
        for (int round = 1; round <= options.rounds(); round++) {
            List<Contender> order = new ArrayList<>(contenders);
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Contender contender : order) {
                say("round " + round + " of " + options.rounds() + ", " + contender.name());
                measure(contender);
            }
        }
        return results;
    }

    private void measure(Contender contender) throws IOException, InterruptedException {
        List<Workload> sharing = workloads.stream().filter(Workload::sharesBroker).toList();
        if (!sharing.isEmpty()) {
            try (Stage stage = open(contender)) {
                for (Workload workload : sharing) {
                    run(workload, stage, contender);
                }
                record(contender, Figure.LOADED_MEMORY, stage.broker().usage().residentMegabytes());
            }
        }
        for (Workload workload : workloads) {
            if (!workload.sharesBroker()) {
                try (Stage stage = open(contender)) {
                    run(workload, stage, contender);
                }
            }
        }
    }

    private Stage open(Contender contender) throws IOException, InterruptedException {
        Stage stage = Stage.open(contender, options.directory(), cleanup);
        record(contender, Figure.START, stage.broker().awaitMetadata());
        return stage;
    }

    private void run(Workload workload, Stage stage, Contender contender)
            throws InterruptedException {
        say("  " + workload.name());
        try {
            workload.run(stage, (figure, value) -> record(contender, figure, value));
        } catch (IOException | IllegalStateException | KafkaException e) {
            // The other figures are still worth having.
            say("    failed: " + e.getMessage());
            results.failed(contender.name() + ", " + workload.name() + ": " + e.getMessage());
        }
    }

    private void record(Contender contender, Figure figure, double value) {
        results.add(figure, contender.name(), value);
        say(
                String.format(
                        Locale.ROOT,
                        "    %s: %s %s",
                        figure.label(),
                        Summary.number(value),
                        figure.unit()));
    }

    private static void say(String line) {
        System.err.println(line);
    }

    private static List<Workload> workloads(Scale scale) {
        Payloads noise = Payloads.noise(1_000);
        long bytes = scale.bytes();
        return List.of(
                new Idle(),
                new Produce(
                        "produce-all",
                        settings(Map.of("acks", "all")),
                        noise,
                        bytes,
                        new Produce.Figures(
                                Figure.PRODUCE_ALL_RATE,
                                Figure.PRODUCE_ALL_CPU,
                                Figure.PRODUCE_ALL_WARM_CPU)),
                new Produce(
                        "produce-1",
                        settings(Map.of("acks", "1", "enable.idempotence", false)),
                        noise,
                        bytes,
                        new Produce.Figures(
                                Figure.PRODUCE_ONE_RATE,
                                Figure.PRODUCE_ONE_CPU,
                                Figure.PRODUCE_ONE_WARM_CPU)),
                new Produce(
                        "produce-lz4",
                        settings(Map.of("acks", "all", "compression.type", "lz4")),
                        Payloads.text(100),
                        bytes,
                        new Produce.Figures(
                                Figure.PRODUCE_LZ4_RATE,
                                Figure.PRODUCE_LZ4_CPU,
                                Figure.PRODUCE_LZ4_WARM_CPU)),
                new Consume(noise, bytes),
                new Latency(noise, scale.latencyWarmUpSeconds(), scale.latencySeconds()),
                new Restart(Payloads.noise(100), scale.partitionedTopics()),
                new Transactions(scale.transactions()),
                new OneByOne(scale.singleRecords()),
                new Groups(scale.groups()),
                new Compaction(Payloads.noise(200), bytes / 2));
    }

    private static Map<String, Object> settings(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(Produce.BATCHING);
        all.putAll(own);
        return Map.copyOf(all);
    }
}

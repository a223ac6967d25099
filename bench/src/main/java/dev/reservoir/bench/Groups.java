package dev.reservoir.bench;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Many groups commit offsets, each for a hundred partitions again and again; SIGKILL; how long
 * until every one of them can be asked for.
 */
record Groups(int groups) implements Workload {
    private static final int PARTITIONS = 100;
    private static final int COMMITS = 5;
    private static final int AT_ONCE = 100;

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public boolean sharesBroker() {
        return false;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        stage.load().createTopic(name(), PARTITIONS);
        long start = System.nanoTime();
        try (Admin admin = stage.load().admin()) {
            for (int commit = 1; commit <= COMMITS; commit++) {
                commitAll(admin, commit);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not commit offsets", e.getCause());
        }
        recorder.add(Figure.GROUPS_COMMIT, (System.nanoTime() - start) / 1e9);
        stage.kill();
        stage.restart();
        stage.broker().awaitMetadata();
        try (Admin admin = stage.load().admin()) {
            Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets = fetchAll(admin);
            recorder.add(Figure.GROUPS_LOAD, stage.broker().age());
            offsets.forEach((group, found) -> mustBeLast(group, found));
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not fetch offsets", e.getCause());
        }
    }

    private static String group(int i) {
        return "group-" + i;
    }

    private void commitAll(Admin admin, int commit)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : Load.partitions(name(), PARTITIONS)) {
            offsets.put(partition, new OffsetAndMetadata(commit));
        }
        List<KafkaFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            waiting.add(admin.alterConsumerGroupOffsets(group(i), offsets).all());
            if (waiting.size() == AT_ONCE || i == groups - 1) {
                for (KafkaFuture<Void> one : waiting) {
                    one.get();
                }
                waiting.clear();
            }
        }
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> fetchAll(Admin admin)
            throws InterruptedException, ExecutionException {
        Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
        for (int i = 0; i < groups; i++) {
            asked.put(group(i), new ListConsumerGroupOffsetsSpec());
        }
        return admin.listConsumerGroupOffsets(asked).all().get();
    }

    private static void mustBeLast(String group, Map<TopicPartition, OffsetAndMetadata> found) {
        long last = found.values().stream().filter(o -> o.offset() == COMMITS).count();
        if (last != PARTITIONS) {
            throw new IllegalStateException(
                    group
                            + " has the last committed offset of "
                            + last
                            + " of "
                            + PARTITIONS
                            + " partitions");
        }
    }
}

package dev.reservoir.testing.likekafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the table: requests that both brokers are sent, and where their answers may differ.
 * Each row has a topic of its own with one partition.
 */
final class Row {
    /** What is sent. */
    @FunctionalInterface
    interface Play {
        void on(Scene scene) throws Exception;
    }

    /**
     * A difference that is meant.
     *
     * @param field the last part of the name of the field
     * @param kafka what Apache Kafka says there
     * @param ours what this broker says there
     */
    record Difference(String field, String kafka, String ours, String reason) {}

    private final String title;
    private final Play play;
    private final Map<String, String> config = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private int earlierBatches;

    Row(String title, Play play) {
        this.title = title;
        this.play = play;
    }

    /** The row's topic has this setting. */
    Row config(String key, String value) {
        config.put(key, value);
        return this;
    }

    /** The answers differ here, for a reason. */
    Row but(String field, String kafka, String ours, String reason) {
        differences.add(new Difference(field, kafka, ours, reason));
        return this;
    }

    /** So many good batches of three records were written under an earlier leader epoch. */
    Row earlier(int batches) {
        earlierBatches = batches;
        return this;
    }

    int earlierBatches() {
        return earlierBatches;
    }

    String title() {
        return title;
    }

    Play play() {
        return play;
    }

    Map<String, String> config() {
        return config;
    }

    List<Difference> differences() {
        return differences;
    }
}

package dev.reservoir.testing.sim;

import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the clients know of one incarnation of a topic. */
final class SimTopic {
    final Uuid id;
    final String name;

    /** The setting that administrators change. */
    final Register setting;

    private final List<SimPartition> partitions = new ArrayList<>();
    private int deletionsAsked;
    private boolean gone;

    SimTopic(Uuid id, String name) {
        this.id = id;
        this.name = name;
        this.setting = new Register("the setting of " + name + " " + id);
    }

    List<SimPartition> partitions() {
        return Collections.unmodifiableList(partitions);
    }

    /** The topic has so many partitions, or more. */
    void grown(int count) {
        while (partitions.size() < count) {
            TopicPartition place = new TopicPartition(name, partitions.size());
            partitions.add(new SimPartition(this, new TopicIdPartition(id, place)));
        }
    }

    void deletionAsked() {
        deletionsAsked++;
    }

    /** Nobody has asked for its deletion, so it must be there. */
    boolean isAlive() {
        return deletionsAsked == 0;
    }

    /** The broker said that it does not exist; that must be somebody's wish. */
    void reportedMissing(int deletionsBefore) {
        if (deletionsAsked <= deletionsBefore) {
            throw new AssertionError("topic " + name + " " + id + " is lost");
        }
        gone = true;
    }

    int deletionsAsked() {
        return deletionsAsked;
    }

    void deleted() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }
}

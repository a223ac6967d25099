package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.ClassicEvent;
import dev.reservoir.coord.group.GroupEvent.OffsetCommitted;
import dev.reservoir.coord.group.GroupEvent.OffsetForgotten;
import dev.reservoir.coord.group.GroupEvent.OffsetInTransaction;
import dev.reservoir.coord.group.GroupEvent.TimerCleared;
import dev.reservoir.coord.group.GroupEvent.TimerSet;
import dev.reservoir.coord.group.GroupEvent.TransactionEnded;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.runner.Timers;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What one partition of {@code __consumer_offsets} holds: groups, their offsets, and the timers of
 * this process. {@link #apply} is its only writer. Not thread-safe.
 */
public final class GroupState {
    private final Map<String, ClassicGroup> groups = new HashMap<>();
    private final Map<String, GroupOffsets> offsets = new HashMap<>();
    private final PendingOffsets pending = new PendingOffsets();
    private final Timers<TimerKey> timers = new Timers<>();

    void apply(GroupEvent event) {
        switch (event) {
            case ClassicEvent classic ->
                    groups.compute(
                            classic.groupId(), (_, group) -> ClassicFold.apply(group, classic));
            case OffsetCommitted(OffsetKey key, OffsetValue value) -> {
                pending.outdate(key);
                put(key, value);
            }
            case OffsetForgotten(OffsetKey key) -> {
                pending.outdate(key);
                forget(key);
            }
            case OffsetInTransaction(Producer producer, OffsetKey key, OffsetValue value) -> {
                groups.computeIfAbsent(key.group(), ClassicGroup::simple);
                pending.put(producer.id(), key, value);
            }
            case TransactionEnded(Producer producer, TransactionMarker marker) -> {
                if (marker.committed()) {
                    pending.commit(producer.id()).forEach(this::put);
                } else {
                    pending.abort(producer.id());
                }
            }
            case TimerSet(TimerKey key, long at) -> timers.set(key, at);
            case TimerCleared(TimerKey key) -> timers.clear(key);
        }
    }

    private void put(OffsetKey key, OffsetValue value) {
        groups.computeIfAbsent(key.group(), ClassicGroup::simple);
        offsets.computeIfAbsent(key.group(), _ -> new GroupOffsets())
                .put(key.topic(), key.partition(), value);
    }

    private void forget(OffsetKey key) {
        GroupOffsets committed = offsets.get(key.group());
        if (committed != null) {
            committed.remove(key.topic(), key.partition());
            if (committed.isEmpty()) {
                offsets.remove(key.group());
            }
        }
    }

    @Nullable ClassicGroup group(String id) {
        return groups.get(id);
    }

    Collection<ClassicGroup> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    @Nullable GroupOffsets offsets(String groupId) {
        return offsets.get(groupId);
    }

    Map<String, GroupOffsets> offsets() {
        return Collections.unmodifiableMap(offsets);
    }

    /** What a group has committed for a partition; null when it has not. */
    @Nullable OffsetValue committed(OffsetKey key) {
        GroupOffsets committed = offsets.get(key.group());
        return committed == null ? null : committed.get(key.topic(), key.partition());
    }

    /** Of transactions that have not ended. */
    PendingOffsets pending() {
        return pending;
    }

    Timers<TimerKey> timers() {
        return timers;
    }
}

package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.ClassicEvent;
import dev.reservoir.coord.group.GroupEvent.OffsetCommitted;
import dev.reservoir.coord.group.GroupEvent.OffsetForgotten;
import dev.reservoir.coord.group.GroupEvent.TimerCleared;
import dev.reservoir.coord.group.GroupEvent.TimerSet;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;

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
    private final Timers timers = new Timers();

    void apply(GroupEvent event) {
        switch (event) {
            case ClassicEvent classic ->
                    groups.compute(
                            classic.groupId(), (_, group) -> ClassicFold.apply(group, classic));
            case OffsetCommitted(OffsetKey key, OffsetValue value) -> {
                groups.computeIfAbsent(key.group(), ClassicGroup::simple);
                offsets.computeIfAbsent(key.group(), _ -> new GroupOffsets())
                        .put(key.topic(), key.partition(), value);
            }
            case OffsetForgotten(OffsetKey key) -> forget(key);
            case TimerSet(TimerKey key, long at) -> timers.set(key, at);
            case TimerCleared(TimerKey key) -> timers.clear(key);
        }
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

    Timers timers() {
        return timers;
    }
}

package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.GroupForgotten;
import dev.reservoir.coord.group.GroupEvent.OffsetForgotten;
import dev.reservoir.coord.group.GroupEvent.TimerSet;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Forgets offsets whose retention is over, and groups without members that have none left. A
 * bounded number at a time: when there are more, the rest follows at once.
 */
final class ExpiryMachine {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryMachine.class);
    private static final int MAX_EVENTS = 10_000;

    private final GroupConfig config;
    private final OffsetMachine offsets;

    ExpiryMachine(GroupConfig config, OffsetMachine offsets) {
        this.config = config;
        this.offsets = offsets;
    }

    Decision<GroupEvent> expire(GroupState state, Now now) {
        List<GroupEvent> events = new ArrayList<>();
        for (ClassicGroup group : state.groups()) {
            if (events.size() >= MAX_EVENTS) {
                break;
            }
            expire(state, group, now, events);
        }
        boolean more = events.size() >= MAX_EVENTS;
        if (!events.isEmpty()) {
            LOG.info("{} offsets and groups have expired", events.size());
        }
        events.add(next(now, more ? 1 : config.retention().checkIntervalMs()));
        return new Decision<>(events, List.of());
    }

    /** The timer that leads here. */
    static TimerSet next(Now now, long delayMs) {
        return new TimerSet(TimerKey.RETENTION, now.tickMs() + delayMs);
    }

    private void expire(GroupState state, ClassicGroup group, Now now, List<GroupEvent> events) {
        GroupOffsets committed = state.offsets(group.id());
        boolean allGone = true;
        if (committed != null) {
            for (Map.Entry<String, Map<Integer, OffsetValue>> topic : committed.all().entrySet()) {
                allGone &= expire(state, group, topic, now, events);
            }
        }
        allGone &= state.pending().keys(key -> key.group().equals(group.id())).isEmpty();
        if (allGone && group.is(Phase.EMPTY) && group.pending().isEmpty()) {
            events.add(new GroupForgotten(group.id()));
        }
    }

    /** An offset that a transaction may be about to change stays. */
    private boolean expire(
            GroupState state,
            ClassicGroup group,
            Map.Entry<String, Map<Integer, OffsetValue>> topic,
            Now now,
            List<GroupEvent> events) {
        boolean allGone = true;
        for (Map.Entry<Integer, OffsetValue> offset : topic.getValue().entrySet()) {
            OffsetKey key = new OffsetKey(group.id(), topic.getKey(), offset.getKey());
            if (events.size() < MAX_EVENTS
                    && offsets.isExpired(group, topic.getKey(), offset.getValue(), now)
                    && !state.pending().contains(key)) {
                events.add(new OffsetForgotten(key));
            } else {
                allGone = false;
            }
        }
        return allGone;
    }
}

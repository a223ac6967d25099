package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.ClassicEvent;
import dev.reservoir.coord.group.GroupEvent.MembersRemoved;
import dev.reservoir.coord.group.GroupEvent.TimerCleared;
import dev.reservoir.coord.group.GroupEvent.TimerSet;
import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A decision about one classic group in the making. It shows the group as it will be after the
 * events so far, folded by the same {@link ClassicFold} that will change the real one.
 */
final class Draft {
    private final String groupId;
    private final long ticket;
    private final Now now;
    private final List<GroupEvent> events = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private @Nullable ClassicGroup group;

    /**
     * @param ticket of the command that is decided; 0 when nobody waits for it
     */
    Draft(@Nullable ClassicGroup group, String groupId, long ticket, Now now) {
        this.group = group;
        this.groupId = groupId;
        this.ticket = ticket;
        this.now = now;
    }

    /** The group as it is now; it exists. */
    ClassicGroup group() {
        ClassicGroup current = group;
        if (current == null) {
            throw new IllegalStateException("group " + groupId + " is not there");
        }
        return current;
    }

    String groupId() {
        return groupId;
    }

    long ticket() {
        return ticket;
    }

    long wallMs() {
        return now.wallMs();
    }

    void emit(ClassicEvent event) {
        group = ClassicFold.apply(group, event);
        events.add(event);
    }

    /** Answers the command itself. */
    void answer(Object result) {
        answer(ticket, result);
    }

    /** Answers a command that waits; nothing for ticket 0. */
    void answer(long waiting, Object result) {
        if (waiting != 0) {
            answers.add(new Answer(waiting, result));
        }
    }

    void timer(TimerKey key, long delayMs) {
        events.add(new TimerSet(key, now.tickMs() + delayMs));
    }

    void cancel(TimerKey key) {
        events.add(new TimerCleared(key));
    }

    /** Gives a member a full session timeout from now on. */
    void renewSession(Member member) {
        timer(TimerKey.session(groupId, member.id()), member.timeouts().sessionMs());
    }

    /**
     * Removes members or expected ids. Requests of theirs that wait are told that they are no
     * members, on which a living client joins again.
     */
    void remove(Set<String> ids) {
        for (String id : ids) {
            Member member = group().members().get(id);
            if (member != null) {
                answer(
                        member.waiting().join(),
                        JoinResult.failed(GroupError.UNKNOWN_MEMBER_ID, ""));
                answer(member.waiting().sync(), SyncResult.failed(GroupError.UNKNOWN_MEMBER_ID));
            }
            cancel(TimerKey.session(groupId, id));
        }
        emit(new MembersRemoved(groupId, ids));
    }

    Decision<GroupEvent> done() {
        return new Decision<>(events, answers);
    }
}

package dev.reservoir.coord.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.coord.runner.Counting.Add;
import dev.reservoir.coord.runner.Counting.AwaitTotal;
import dev.reservoir.coord.runner.Counting.FailNextTime;
import dev.reservoir.coord.runner.Counting.Peek;
import dev.reservoir.coord.runner.Counting.PeekLater;
import dev.reservoir.coord.runner.Counting.SetAlarm;
import dev.reservoir.log.StorageException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that are decided once more, and answers that are taken before they are durable. */
@Timeout(20)
final class RunnerAgainTest extends DrivenRunner {
    @Test
    void aCommandIsDecidedAgainUntilItIsAnswered() throws InterruptedException {
        loadAll();
        PendingReply<String> small = ask(0, new AwaitTotal(3));
        PendingReply<String> large = ask(0, new AwaitTotal(6));
        PendingReply<String> elsewhere = ask(1, new AwaitTotal(1));
        ask(0, new Add(3));
        settle();
        engine.settle();
        assertThat(small.await()).isEqualTo("reached 3");
        assertThat(large.isReady()).isFalse();
        PendingReply<String> added = ask(0, new Add(4));
        settle();
        assertThat(large.isReady()).as("what it stands on is not durable").isFalse();
        engine.settle();
        assertThat(large.await()).isEqualTo("reached 7");
        assertThat(added.await()).isEqualTo("7");
        assertThat(elsewhere.isReady()).isFalse();
    }

    @Test
    void aTimerHasCommandsDecidedAgain() throws InterruptedException {
        loadAll();
        PendingReply<String> waiting = ask(0, new AwaitTotal(1000));
        ask(0, new SetAlarm(50));
        settle();
        tick = 50;
        settle();
        engine.settle();
        assertThat(waiting.await()).isEqualTo("reached 1000");
    }

    @Test
    void whoWaitsToBeDecidedAgainIsRefusedWithItsShard() throws InterruptedException {
        loadAll();
        PendingReply<String> reached = ask(0, new AwaitTotal(10));
        PendingReply<String> waiting = ask(0, new AwaitTotal(11));
        settle();
        engine.refuse(Kind.FULL, 1);
        ask(0, new Add(10));
        settle();
        assertThat(reached.await()).as("decided, and not appended").isEqualTo("UNAVAILABLE");
        assertThat(waiting.await()).isEqualTo("UNAVAILABLE");
    }

    /** Each decision is a lot, so that the first one to be made again drops the shard. */
    @Test
    void nobodyIsDecidedAgainWhoseShardWasDroppedMeanwhile() throws InterruptedException {
        runner = runner(new RunnerConfig(100, 2, 300, 50, 1, 1_000, 500));
        loadAll();
        PendingReply<String> first = ask(0, new AwaitTotal(1));
        PendingReply<String> second = ask(0, new AwaitTotal(1));
        settle();
        engine.refuse(Kind.FULL, 1);
        PendingReply<String> added = ask(0, new Add(10));
        PendingReply<String> behind = ask(0, new Peek());
        settle();
        assertThat(first.await()).isEqualTo("UNAVAILABLE");
        assertThat(second.await()).isEqualTo("UNAVAILABLE");
        assertThat(added.await()).isEqualTo("UNAVAILABLE");
        assertThat(behind.await()).isEqualTo("UNAVAILABLE");

        tick += CONFIG.reloadBackoffMs();
        PendingReply<String> again = ask(0, new PeekLater());
        settle();
        assertThat(again.await()).isEqualTo("0 alarms 0");
    }

    @Test
    void aCommandThatFailsTheSecondTimeIsRefusedAlone() throws InterruptedException {
        loadAll();
        PendingReply<String> failing = ask(0, new FailNextTime());
        PendingReply<String> waiting = ask(0, new AwaitTotal(2));
        PendingReply<String> added = ask(0, new Add(2));
        settle();
        engine.settle();
        assertThat(failing.await()).isEqualTo("FAILED");
        assertThat(waiting.await()).isEqualTo("reached 2");
        assertThat(added.await()).isEqualTo("2");
        PendingReply<String> next = ask(0, new Add(1));
        settle();
        engine.settle();
        assertThat(next.await()).as("it is not decided a third time").isEqualTo("3");
    }
}

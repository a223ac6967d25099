package dev.reservoir.coord.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.coord.runner.Counting.Add;
import dev.reservoir.coord.runner.Counting.AwaitAdd;
import dev.reservoir.coord.runner.Counting.FailToApply;
import dev.reservoir.coord.runner.Counting.FailToDecide;
import dev.reservoir.coord.runner.Counting.FailToEncode;
import dev.reservoir.coord.runner.Counting.Peek;
import dev.reservoir.coord.runner.Counting.PeekLater;
import dev.reservoir.coord.runner.Counting.SetAlarm;
import dev.reservoir.log.Logs;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;

/** What a runner does with commands, timers and failures. */
final class RunnerTest extends DrivenRunner {
    @Test
    void aReplyWaitsUntilItsEventsAreDurable() throws InterruptedException {
        loadAll();
        PendingReply<String> added = ask(0, new Add(5));
        assertThat(added.isReady()).isFalse();
        settle();
        assertThat(added.isReady()).as("decided but not durable").isFalse();
        engine.settle();
        assertThat(added.isReady()).isTrue();
        assertThat(added.await()).isEqualTo("5");
    }

    @Test
    void aReplyThatWroteNothingWaitsForWhatItSaw() throws InterruptedException {
        loadAll();
        PendingReply<String> before = ask(0, new Peek());
        settle();
        ask(0, new Add(5));
        settle();
        PendingReply<String> peek = ask(0, new Peek());
        PendingReply<String> elsewhere = ask(1, new Peek());
        settle();
        assertThat(before.isReady()).isTrue();
        assertThat(elsewhere.isReady()).isTrue();
        assertThat(peek.isReady()).isFalse();
        engine.settle();
        assertThat(peek.await()).isEqualTo("5 alarms 0");
    }

    @Test
    void oneAppendForTheLot() throws InterruptedException {
        loadAll();
        List<PendingReply<String>> replies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            replies.add(ask(i % 2, new Add(1)));
        }
        runner.step();
        assertThat(engine.queued()).as("one batch a shard").isEqualTo(2);
        engine.settle();
        assertThat(replies).allMatch(PendingReply::isReady);
        assertThat(replies.getLast().await()).isEqualTo("5");
    }

    @Test
    void aLotThatGrowsTooLargeIsAppendedBeforeMoreIsDecided() throws InterruptedException {
        runner = runner(new RunnerConfig(100, 2, 300, 50, 200, 1_000, 500));
        loadAll();
        for (int i = 0; i < 40; i++) {
            ask(0, new Add(1));
        }
        runner.step();
        assertThat(engine.queued()).isGreaterThan(1);
    }

    @Test
    void aCommandCanBeAnsweredByALaterOne() throws InterruptedException {
        loadAll();
        PendingReply<String> waiting = ask(0, new AwaitAdd());
        settle();
        assertThat(waiting.isReady()).isFalse();
        ask(0, new Add(3));
        settle();
        assertThat(waiting.isReady()).isFalse();
        engine.settle();
        assertThat(waiting.await()).isEqualTo("saw 3");
    }

    @Test
    void aShardIsLoadedInTheBackgroundWhenFirstAsked() throws InterruptedException {
        loadAll();
        ask(2, new Add(5));
        ask(2, new Add(6));
        settle();
        engine.settle();
        runner = runner(CONFIG);

        PendingReply<String> first = ask(2, new Peek());
        PendingReply<String> second = ask(2, new PeekLater());
        PendingReply<String> tooMany = ask(2, new PeekLater());
        runner.step();
        assertThat(tooMany.await()).as("two are parked at most").isEqualTo("LOADING");
        assertThat(first.isReady()).isFalse();
        assertThat(second.isReady()).isFalse();
        assertThat(loads).hasSize(1);

        settle();
        assertThat(first.await()).isEqualTo("11 alarms 0");
        assertThat(second.await()).isEqualTo("11 alarms 0");
        assertThat(loads).isEmpty();
    }

    @Test
    void aLogThatDoesNotExistIsLookedForEachTime() throws InterruptedException {
        isAbsent = true;
        PendingReply<String> early = ask(0, new Peek());
        settle();
        assertThat(early.await()).isEqualTo("UNAVAILABLE");
        isAbsent = false;
        PendingReply<String> late = ask(0, new Peek());
        settle();
        assertThat(late.await()).as("without a pause").isEqualTo("0 alarms 0");
    }

    @Test
    void whoCannotWaitForALongLoadIsToldToComeAgain() throws InterruptedException {
        PendingReply<String> impatient = ask(0, new Peek());
        PendingReply<String> patient = ask(0, new PeekLater());
        runner.step();
        assertThat(runner.nextDeadline()).isEqualTo(300);
        tick = 299;
        runner.step();
        assertThat(impatient.isReady()).isFalse();
        tick = 300;
        runner.step();
        assertThat(impatient.await()).isEqualTo("LOADING");
        assertThat(runner.nextDeadline()).isEqualTo(Long.MAX_VALUE);

        settle();
        assertThat(patient.await()).isEqualTo("0 alarms 0");
    }

    @Test
    void aLogThatCannotBeOpenedRefusesAndIsTriedAgainLater() throws InterruptedException {
        cannotOpen = true;
        PendingReply<String> patient = ask(0, new PeekLater());
        settle();
        assertThat(patient.await()).isEqualTo("UNAVAILABLE");
        cannotOpen = false;
        tick = 499;
        PendingReply<String> early = ask(0, new PeekLater());
        settle();
        assertThat(early.await()).isEqualTo("UNAVAILABLE");
        tick = 500;
        PendingReply<String> late = ask(0, new PeekLater());
        settle();
        assertThat(late.await()).isEqualTo("0 alarms 0");
    }

    @Test
    void aRefusedAppendDropsTheShardAndWhatItHeld() throws InterruptedException {
        loadAll();
        PendingReply<String> first = ask(0, new Add(1));
        PendingReply<String> parked = ask(0, new AwaitAdd());
        PendingReply<String> elsewhere = ask(1, new AwaitAdd());
        settle();
        engine.refuse(Kind.FULL, 1);
        PendingReply<String> lost = ask(0, new Add(10));
        PendingReply<String> sawIt = ask(0, new Peek());
        settle();
        assertThat(lost.await()).isEqualTo("UNAVAILABLE");
        assertThat(sawIt.await()).isEqualTo("UNAVAILABLE");
        assertThat(parked.await()).isEqualTo("UNAVAILABLE");
        assertThat(elsewhere.isReady()).isFalse();

        engine.settle();
        assertThat(first.await()).as("it was appended before").isEqualTo("1");
        tick += CONFIG.reloadBackoffMs();
        PendingReply<String> again = ask(0, new PeekLater());
        settle();
        assertThat(again.await()).as("as the log says").isEqualTo("1 alarms 0");
    }

    @Test
    void aLogThatFailsLaterRefusesWhatWasDecided() throws InterruptedException {
        loadAll();
        PendingReply<String> decided = ask(0, new Add(1));
        PendingReply<String> parked = ask(0, new AwaitAdd());
        settle();
        engine.failPartition(id(0), Kind.READ_ONLY);
        assertThat(decided.isReady()).isTrue();
        assertThat(decided.await()).isEqualTo("UNAVAILABLE");
        PendingReply<String> next = ask(0, new Peek());
        settle();
        assertThat(next.await()).isEqualTo("UNAVAILABLE");
        assertThat(parked.await()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void whoWaitsForDurabilityIsWokenByAFailure() throws Exception {
        loadAll();
        PendingReply<String> decided = ask(0, new Add(1));
        settle();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var result = threads.submit(decided::await);
            engine.fail();
            assertThat(result.get()).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void aCommandTheMachineFailsOnIsRefusedAlone() throws InterruptedException {
        loadAll();
        PendingReply<String> failed = ask(0, new FailToDecide());
        PendingReply<String> unwritable = ask(0, new FailToEncode());
        PendingReply<String> fine = ask(0, new Add(1));
        settle();
        engine.settle();
        assertThat(failed.await()).isEqualTo("FAILED");
        assertThat(unwritable.await()).isEqualTo("FAILED");
        assertThat(fine.await()).isEqualTo("1");
    }

    @Test
    void aStateThatMayBeBrokenIsDropped() throws InterruptedException {
        loadAll();
        ask(0, new Add(1));
        settle();
        engine.settle();
        PendingReply<String> broken = ask(0, new FailToApply());
        settle();
        assertThat(broken.await()).isEqualTo("UNAVAILABLE");
        tick += CONFIG.reloadBackoffMs();
        PendingReply<String> again = ask(0, new PeekLater());
        settle();
        assertThat(again.await()).isEqualTo("1 alarms 0");
    }

    @Test
    void timersFireWhenTheClockSaysSo() throws InterruptedException {
        loadAll();
        assertThat(runner.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        ask(0, new SetAlarm(100));
        ask(1, new SetAlarm(70));
        settle();
        assertThat(runner.nextDeadline()).isEqualTo(70);
        tick = 99;
        settle();
        assertThat(runner.nextDeadline()).isEqualTo(100);
        tick = 100;
        settle();
        PendingReply<String> rang = ask(0, new Peek());
        settle();
        assertThat(rang.isReady()).as("what the timer wrote is not durable").isFalse();
        engine.settle();
        assertThat(rang.await()).isEqualTo("1000 alarms 1");
    }

    @Test
    void aFullQueueRefuses() throws InterruptedException {
        List<PendingReply<String>> replies = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            replies.add(ask(0, new Peek()));
        }
        assertThat(replies.getLast().isReady()).isTrue();
        assertThat(replies.getLast().await()).isEqualTo("UNAVAILABLE");
        assertThat(replies.get(99).isReady()).isFalse();
    }

    @Test
    void closingRefusesAllWhoWait() throws InterruptedException {
        loadAll();
        PendingReply<String> waiting = ask(0, new AwaitAdd());
        settle();
        PendingReply<String> queued = ask(0, new Peek());
        runner.close();
        PendingReply<String> late = ask(0, new Peek());
        assertThat(waiting.await()).isEqualTo("UNAVAILABLE");
        assertThat(queued.await()).isEqualTo("UNAVAILABLE");
        assertThat(late.await()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void aRestartFindsWhatWasAcknowledged() throws Exception {
        loadAll();
        PendingReply<String> acknowledged = ask(0, new Add(1));
        settle();
        engine.settle();
        assertThat(acknowledged.await()).isEqualTo("1");
        ask(0, new Add(10));
        settle();
        crash();
        PendingReply<String> found = ask(0, new PeekLater());
        settle();
        assertThat(found.await()).isIn("1 alarms 0", "11 alarms 0");
    }

    @Test
    void oneThreadServesMany() throws Exception {
        MemoryEngine atOnce = new MemoryEngine(new Random(1), Pace.AT_ONCE, 1 << 20);
        atOnce.recover(_ -> "topic");
        logs = new Logs(atOnce, 0, () -> java.time.Instant.EPOCH);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var running =
                        new Runner<>(
                                new Counting(),
                                4,
                                this::open,
                                threads,
                                () ->
                                        new Now(
                                                System.currentTimeMillis(),
                                                System.nanoTime() / 1_000_000),
                                RunnerConfig.DEFAULT)) {
            running.start(Thread.ofPlatform().name("sums").factory());
            assertThat(running.submit(1, new PeekLater(), String.class).await())
                    .isEqualTo("0 alarms 0");
            List<PendingReply<String>> replies = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                replies.add(running.submit(1, new Add(1), String.class));
            }
            assertThat(replies.getLast().await()).isEqualTo("1000");
            assertThat(replies).allMatch(PendingReply::isReady);
        }
    }
}

package dev.reservoir.testing.powercut;

import dev.reservoir.testing.powercut.PowerCutRun.Engines;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a seed on a thread of its own, so that one that hangs fails instead. */
final class OneSeed {
    private static final int SECONDS = 20;

    private OneSeed() {}

    /**
     * Runs it.
     *
     * @throws AssertionError when a promise was broken; its message says how to run the seed again
     */
    static void run(long seed, Engines engines) throws InterruptedException {
        PowerCutRun run = new PowerCutRun(seed, engines);
        FutureTask<Void> task =
                new FutureTask<>(() -> {
                    run.run();
                    return null;
                });
        Thread thread = Thread.ofPlatform().daemon().start(task);
        try {
            task.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "-Dseed=%d hangs: %s %s"
                            .formatted(seed, run.story(), Arrays.toString(thread.getStackTrace())),
                    e);
        } catch (ExecutionException e) {
            throw new AssertionError(
                    "-Dseed=%d: %s %s".formatted(seed, e.getCause(), run.story()), e.getCause());
        }
    }
}

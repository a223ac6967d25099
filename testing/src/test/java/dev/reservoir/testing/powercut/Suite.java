package dev.reservoir.testing.powercut;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tests that go red when a rule is not kept. */
enum Suite {
    POWER_CUT("powercut.PowerCutTest", "nothingAcknowledgedIsLost"),
    JOURNAL_DAMAGE("powercut.JournalDamageTest", ""),
    CHECKPOINT_FLIPS("powercut.DamageTest", "oneBadCheckpointIsReplacedByTheOther"),
    TWO_BAD_CHECKPOINTS("powercut.DamageTest", "twoBadCheckpointsAreRefusedWithASentence"),
    INDEX_FLIPS("powercut.DamageTest", "aDamagedIndexMisleadsNobody"),
    NEWER_META_PROPERTIES("powercut.DamageTest", "aNewerFormatIsRefusedByName"),
    LOST_PARTITION("powercut.LostPartitionTest", ""),
    REFUSAL("powercut.NoRoomTest", "aRefusedBatchTakesNoOffsetAndMetadataGoesOn"),
    STALL(
            "powercut.NoRoomTest",
            "aDurableCommitThatCannotBeAppliedWaitsAndHoldsUpItsPartitionOnly"),
    STALL_AND_KILL("powercut.NoRoomTest", "whatCouldNotBeAppliedIsThereAfterAKill"),
    FULL_START("powercut.NoRoomTest", "aStartOnAFullDiskServesWhatIsAppliedAndKeepsTheJournal"),
    JOURNAL_FULL("powercut.NoRoomTest", "appendsWaitWhenTheJournalIsFull"),
    CHECKPOINT_DUE("powercut.NoRoomTest", "aCheckpointStartsWhenTheJournalIsHalfFull"),
    DELETED_TOPIC("powercut.DeletedTopicTest", ""),
    CHECKPOINT_SYNC(
            "powercut.DamageTest", "aCheckpointThatCountsIsOnTheDiskWhateverSyncFailedBefore"),
    COMPACTION("powercut.CompactionDamageTest", ""),
    COMPACTION_CUT("compact.CompactionCutTest", "nothingIsLostWhereverTheLoadEnds"),
    MARKERS("compact.MarkerTest", ""),
    TRANSACTIONS("contract.TransactionsCutTest", "whatACrashLeavesIsWhole"),
    COMPACTION_RULES("compact.CompactionPropertyTest", "whatCountsSurvives"),
    OFFSETS("powercut.PartitionLogTest", "nobodyComesBetweenAnOffsetAndItsBatch"),
    COMMITS("powercut.PartitionLogTest", "noCommitBeginsWhileAnotherIsInFlight"),
    PARTITION_LOG("powercut.PartitionLogTest", "");

    private static final String TESTS = "dev.reservoir.testing.";
    private static final int SECONDS = 300;

    private final String test;
    private final String method;

    /**
     * @param test a class, as seen from the package of all tests
     * @param method one of its methods; all of them when empty
     */
    Suite(String test, String method) {
        this.test = test;
        this.method = method;
    }

    /**
     * Runs the tests on the classes of a mutant.
     *
     * @return what failed first, if something did
     */
    Optional<String> failure(Mutant mutant) throws Exception {
        Class<?> mutated = mutant.loadClass(TESTS + test);
        FirstFailure first = new FirstFailure();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(
                                method.isEmpty()
                                        ? selectClass(mutated)
                                        : selectMethod(mutated, method))
                        .build();
        FutureTask<Void> task =
                new FutureTask<>(() -> {
                    LauncherFactory.create().execute(request, first);
                    return null;
                });
        Thread.ofPlatform().daemon().start(task);
        try {
            task.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("%s did not end in %d s".formatted(this, SECONDS), e);
        } catch (ExecutionException e) {
            throw new AssertionError(this + " could not be run", e);
        }
        return first.result(this);
    }

    /** Remembers the first failure, and whether there was anything that could fail. */
    private static final class FirstFailure implements TestExecutionListener {
        private @Nullable String test;
        private @Nullable Throwable cause;
        private int run;

        @Override
        public synchronized void executionFinished(
                TestIdentifier identifier, TestExecutionResult result) {
            run += identifier.isTest() ? 1 : 0;
            if (result.getStatus() == Status.FAILED && test == null) {
                test = identifier.getDisplayName();
                cause = result.getThrowable().orElse(null);
            }
        }

        synchronized Optional<String> result(Suite suite) {
            if (cause instanceof LinkageError || (run == 0 && test == null)) {
                throw new AssertionError(suite + " ran " + run + " tests", cause);
            }
            return Optional.ofNullable(test).map(name -> name + ": " + cause);
        }
    }
}

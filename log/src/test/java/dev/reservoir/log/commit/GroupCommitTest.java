package dev.reservoir.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.StorageException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Who makes what durable, and in which order. */
class GroupCommitTest {
    private record Entry(int number, int bytes) implements CommitEntry {}

    /** A store that keeps notes. */
    private final class Store implements CommitStages<Entry, Integer> {
        final List<List<Integer>> commits = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        final List<Integer> applied = new ArrayList<>();
        final List<Integer> failed = new ArrayList<>();
        long nanosPerCommit;
        boolean broken;

        @Override
        public boolean isQuick(int entries, long bytes) {
            return true;
        }

        @Override
        public synchronized Integer makeDurable(List<Entry> entries) throws StorageException {
            if (broken) {
                throw new StorageException(StorageException.Kind.FAILED, "broken");
            }
            clock.addAndGet(nanosPerCommit);
            commits.add(entries.stream().map(Entry::number).toList());
            threads.add(Thread.currentThread());
            return commits.size();
        }

        @Override
        public synchronized void apply(List<Entry> entries, Integer position) {
            entries.forEach(entry -> applied.add(entry.number));
            notifyAll();
        }

        @Override
        public synchronized void fail(List<Entry> entries, StorageException cause) {
            entries.forEach(entry -> failed.add(entry.number));
            notifyAll();
        }

        synchronized void await(int entries) throws InterruptedException {
            while (applied.size() + failed.size() < entries) {
                wait();
            }
        }
    }

    private final AtomicLong clock = new AtomicLong();
    private final Store store = new Store();
    private final GroupCommit<Entry, Integer> commits =
            new GroupCommit<>("test", store, 1_000_000, clock::get);

    GroupCommitTest() {
        commits.start();
    }

    @AfterEach
    void stop() {
        commits.close();
    }

    private void enqueue(int from, int to) {
        IntStream.range(from, to).forEach(number -> commits.enqueue(new Entry(number, 100)));
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void whatOneCallerQueuesGoesOutTogether() throws InterruptedException {
        enqueue(0, 6);
        commits.begin();
        store.await(6);

        assertThat(store.commits).containsExactly(numbers(0, 6));
    }

    @Test
    void whatIsQueuedTogetherIsNeverSplit() throws InterruptedException {
        commits.enqueue(new Entry(0, 600_000));
        commits.enqueue(List.of(new Entry(1, 300_000), new Entry(2, 600_000)));
        commits.enqueue(List.of(new Entry(3, 900_000), new Entry(4, 900_000)));
        commits.enqueue(new Entry(5, 1));
        commits.begin();
        store.await(6);

        assertThat(store.commits)
                .containsExactly(List.of(0), List.of(1, 2), List.of(3, 4), List.of(5));
    }

    @Test
    void aFastStoreIsCarriedByTheCallerAllTheWay() throws InterruptedException {
        enqueue(0, 1);
        commits.begin();
        store.await(1);
        int next = 1;
        // The writer may still be busy with the end of the commit before.
        while (next < 1_000 && !store.threads.contains(Thread.currentThread())) {
            enqueue(next, next + 1);
            commits.carry();
            next++;
            store.await(next);
        }

        assertThat(store.threads.get(0)).isNotSameAs(Thread.currentThread());
        assertThat(store.threads).contains(Thread.currentThread());
        assertThat(store.applied).isEqualTo(numbers(0, next));
    }

    @Test
    void aSlowStoreHoldsNoCallerUp() throws InterruptedException {
        store.nanosPerCommit = 10_000_000;
        enqueue(0, 1);
        commits.begin();
        store.await(1);
        enqueue(1, 2);
        commits.carry();
        store.await(2);

        assertThat(store.threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void aLargeCommitIsLeftToTheWriter() throws InterruptedException {
        enqueue(0, 1);
        commits.begin();
        store.await(1);
        commits.enqueue(new Entry(1, 500_000));
        commits.carry();
        store.await(2);

        assertThat(store.threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void whoeverCommitsTheOrderStays() throws InterruptedException {
        int threads = 4;
        int each = 2_000;
        AtomicLong next = new AtomicLong();
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform()
                    .start(() -> {
                        for (int n = 0; n < each; n++) {
                            synchronized (next) {
                                commits.enqueue(
                                        new Entry((int) next.getAndIncrement(), n % 7 * 20_000));
                            }
                            if (n % 3 == 0) {
                                commits.begin();
                            } else {
                                commits.carry();
                            }
                        }
                        done.countDown();
                    });
        }
        done.await();
        commits.close();

        assertThat(store.applied).isEqualTo(numbers(0, threads * each));
        assertThat(store.commits.stream().flatMap(List::stream).toList()).isEqualTo(store.applied);
    }

    @Test
    void closingMakesDurableWhatNobodyBegan() {
        enqueue(0, 3);
        commits.close();

        assertThat(store.applied).isEqualTo(numbers(0, 3));
    }

    @Test
    void afterAFailureEverythingIsAnsweredWithIt() throws InterruptedException {
        enqueue(0, 1);
        commits.begin();
        store.await(1);
        store.broken = true;
        enqueue(1, 3);
        commits.carry();
        enqueue(3, 5);
        store.await(5);

        assertThat(store.failed).isEqualTo(numbers(1, 5));
        assertThat(commits.failure()).isNotNull();
        commits.close();
        assertThat(store.applied).isEqualTo(numbers(0, 1));
    }
}

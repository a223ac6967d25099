package dev.reservoir.broker.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.MetadataUnavailableException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Producer ids over a metadata log that is slow, or fails. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProducerIdsTest {
    private final SlowMetadata metadata = new SlowMetadata();
    private final ProducerIds ids = new ProducerIds(metadata);

    private FutureTask<Long> takeInTheBackground() {
        FutureTask<Long> id = new FutureTask<>(ids::take);
        Thread.ofVirtual().start(id);
        return id;
    }

    @Test
    void idsComeFromBlocksAndNoneComesTwice() throws Exception {
        metadata.durable.countDown();
        Set<Long> taken = new HashSet<>();
        for (int i = 0; i < 2_500; i++) {
            assertThat(ids.isReady()).isTrue();
            assertThat(taken.add(ids.take())).isTrue();
        }
        assertThat(metadata.blocks).isEqualTo(3);
    }

    @Test
    void askingDoesNotWaitForTheTakerThatWaits() throws Exception {
        FutureTask<Long> first = takeInTheBackground();
        metadata.awaited.await();
        assertThat(ids.isReady()).isFalse();
        FutureTask<Long> second = takeInTheBackground();
        metadata.durable.countDown();
        assertThat(Set.of(first.get(), second.get())).containsExactlyInAnyOrder(0L, 1L);
        assertThat(ids.isReady()).isTrue();
        assertThat(metadata.blocks).as("both share a block").isOne();
    }

    @Test
    void aBlockThatFailedIsAskedForAgain() throws Exception {
        metadata.durable.countDown();
        metadata.broken = true;
        assertThatThrownBy(ids::take).isInstanceOf(MetadataUnavailableException.class);
        metadata.broken = false;
        assertThat(ids.take()).isEqualTo(1_000);
    }

    /** Its blocks are durable when the latch says so. */
    private static final class SlowMetadata implements Metadata {
        final CountDownLatch awaited = new CountDownLatch(1);
        final CountDownLatch durable = new CountDownLatch(1);
        volatile boolean broken;
        volatile int blocks;

        @Override
        public MetadataImage image() {
            return MetadataImage.EMPTY;
        }

        @Override
        @SuppressWarnings("unchecked") // the command's type names its reply's
        public synchronized <R extends MetadataReply> Pending<R> submit(
                MetadataCommand<R> command) {
            var asked = (MetadataCommand.AllocateProducerIds) command;
            var block = new MetadataReply.ProducerIds(blocks * 1_000L, asked.count());
            blocks++;
            return new Pending<>() {
                @Override
                public boolean isReady() {
                    return durable.getCount() == 0;
                }

                @Override
                public R await() throws InterruptedException {
                    awaited.countDown();
                    durable.await();
                    if (broken) {
                        throw new MetadataUnavailableException("the log takes nothing", null);
                    }
                    return (R) block;
                }
            };
        }
    }
}

package dev.reservoir.broker.metadata;

import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand.AllocateProducerIds;
import dev.reservoir.meta.change.MetadataReply;

import org.jspecify.annotations.Nullable;

/**
 * Gives out producer ids, each once in the life of the cluster. They are taken from the metadata
 * log in blocks, so that most cost nothing; a block that was not used up before a crash is lost,
 * which harms nobody. Thread-safe.
 */
public final class ProducerIds {
    private static final int BLOCK = 1000;

    private final Metadata metadata;
    private long next;
    private long blockEnd;
    private Metadata.@Nullable Pending<MetadataReply.ProducerIds> coming;

    public ProducerIds(Metadata metadata) {
        this.metadata = metadata;
    }

    /** Whether {@link #take} returns without waiting; asks for a block when there is none. */
    public synchronized boolean isReady() {
        if (next < blockEnd) {
            return true;
        }
        if (coming == null) {
            coming = metadata.submit(new AllocateProducerIds(BLOCK));
        }
        return coming.isReady();
    }

    /**
     * An id that nobody had before.
     *
     * @throws dev.reservoir.meta.change.MetadataUnavailableException when no block can be taken
     */
    public synchronized long take() throws InterruptedException {
        if (next == blockEnd) {
            Metadata.Pending<MetadataReply.ProducerIds> block =
                    coming == null ? metadata.submit(new AllocateProducerIds(BLOCK)) : coming;
            coming = null;
            MetadataReply.ProducerIds ids = block.await();
            next = ids.first();
            blockEnd = ids.first() + ids.count();
        }
        return next++;
    }
}

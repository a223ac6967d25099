package dev.reservoir.broker.metadata;

import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand.AllocateProducerIds;
import dev.reservoir.meta.change.MetadataReply;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives out producer ids, each once in the life of the cluster. They are taken from the metadata
 * log in blocks, so that most cost nothing; a block that was not used up before a crash is lost,
 * which harms nobody. Thread-safe.
 */
public final class ProducerIds {
    private static final int BLOCK = 1000;
    private static final long NONE = -1;

    private final Metadata metadata;

    /** Held while a block is waited for, so that one taker waits for it; before the monitor. */
    private final ReentrantLock waiting = new ReentrantLock();

    private long next;
    private long blockEnd;
    private Metadata.@Nullable Pending<MetadataReply.ProducerIds> coming;

    public ProducerIds(Metadata metadata) {
        this.metadata = metadata;
    }

    /**
     * Whether {@link #take} returns without waiting; asks for a block when there is none. Never
     * blocks.
     */
    public synchronized boolean isReady() {
        return next < blockEnd || coming().isReady();
    }

    /**
     * An id that nobody had before.
     *
     * @throws dev.reservoir.meta.change.MetadataUnavailableException when no block can be taken
     */
    public long take() throws InterruptedException {
        long id = poll();
        while (id == NONE) {
            awaitBlock();
            id = poll();
        }
        return id;
    }

    private synchronized long poll() {
        return next < blockEnd ? next++ : NONE;
    }

    private void awaitBlock() throws InterruptedException {
        waiting.lockInterruptibly();
        try {
            Metadata.Pending<MetadataReply.ProducerIds> block = wanted();
            if (block != null) {
                use(block);
            }
        } finally {
            waiting.unlock();
        }
    }

    /** The block to wait for; null when somebody else has brought one. */
    private synchronized Metadata.@Nullable Pending<MetadataReply.ProducerIds> wanted() {
        return next < blockEnd ? null : coming();
    }

    private synchronized Metadata.Pending<MetadataReply.ProducerIds> coming() {
        Metadata.Pending<MetadataReply.ProducerIds> block = coming;
        if (block == null) {
            block = metadata.submit(new AllocateProducerIds(BLOCK));
            coming = block;
        }
        return block;
    }

    private void use(Metadata.Pending<MetadataReply.ProducerIds> block)
            throws InterruptedException {
        MetadataReply.@Nullable ProducerIds ids = null;
        try {
            ids = block.await();
        } finally {
            settle(ids);
        }
    }

    /** The block has come, or never will. */
    private synchronized void settle(MetadataReply.@Nullable ProducerIds ids) {
        coming = null;
        if (ids != null) {
            next = ids.first();
            blockEnd = ids.first() + ids.count();
        }
    }
}

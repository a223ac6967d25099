package dev.reservoir.log;

import java.nio.ByteBuffer;

/**
 * What a partition's log folds into, as a checkpoint keeps it.
 *
 * @param epochs of the leaders that wrote it
 * @param producers and their transactions
 */
record FoldedState(EpochHistory epochs, ProducerStates producers) {
    private static final int FORMAT = 2;

    ByteBuffer encode() {
        ByteBuffer blob = ByteBuffer.allocate(1 + epochs.encodedBytes() + producers.encodedBytes());
        blob.put((byte) FORMAT);
        epochs.encode(blob);
        producers.encode(blob);
        return blob.flip();
    }

    /**
     * @param blob what was encoded; empty for a log without records
     */
    static FoldedState decode(PartitionId id, ByteBuffer blob) throws StorageException {
        if (!blob.hasRemaining()) {
            return new FoldedState(new EpochHistory(), new ProducerStates());
        }
        int format = blob.get();
        if (format != FORMAT) {
            throw new StorageException(
                    StorageException.Kind.OFFLINE,
                    "The saved state of %s has format %d, this version of Reservoir reads format %d: start the version that wrote it."
                            .formatted(id, format, FORMAT));
        }
        return new FoldedState(EpochHistory.decode(blob), ProducerStates.decode(blob));
    }
}

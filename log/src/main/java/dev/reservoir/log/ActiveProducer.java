package dev.reservoir.log;

/**
 * A producer that a partition remembers (KIP-664, DescribeProducers).
 *
 * @param lastSequence of its last batch; -1 when none is remembered
 * @param lastTimestamp of its last batch or marker, milliseconds since the epoch
 * @param coordinatorEpoch of the last marker; -1 when there was none
 * @param openFrom first offset of its open transaction; -1 when there is none
 */
public record ActiveProducer(
        long producerId,
        short epoch,
        int lastSequence,
        long lastTimestamp,
        int coordinatorEpoch,
        long openFrom) {}

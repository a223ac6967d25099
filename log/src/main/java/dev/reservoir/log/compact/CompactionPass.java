package dev.reservoir.log.compact;

/**
 * What a pass did.
 *
 * @param cleanUpTo below this offset no key has an older value
 * @param bytesBefore of the extents that were looked at
 * @param bytesAfter of the same
 * @param complete whether it reached the end of what may be compacted; otherwise the map was full
 *     and another pass goes on
 */
public record CompactionPass(long cleanUpTo, long bytesBefore, long bytesAfter, boolean complete) {}

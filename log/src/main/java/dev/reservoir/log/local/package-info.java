/**
 * The local storage engine: one journal that makes the batches of all partitions durable with one
 * sync, and per partition the segment files that Kafka's tools read.
 *
 * <pre>
 *   LocalPartition.append -> GroupCommit -> Journal            one write, one sync a commit
 *                                        -> Applier            segments in the page cache, high watermark, signals
 *   LocalPartition.read   -> SegmentFile -> FileSlice          a file region
 *   Checkpointer          -> SegmentFile.sync, CheckpointFile, Journal.free
 *   start                 -> CheckpointFile, JournalScan, Recovery
 * </pre>
 *
 * <p>{@link dev.reservoir.log.local.LocalEngine} wires these. The on-disk formats stand in
 * docs/FORMATS.md. Locks, outermost first: the caller's own, a partition's monitor, an open file's
 * monitor, the list of open files. No lock is held while {@link dev.reservoir.log.StateSource} is
 * asked or the journal is synced.
 */
@NullMarked
package dev.reservoir.log.local;

import org.jspecify.annotations.NullMarked;

/**
 * Compaction attacked: by random logs, and by a kill or a power cut at every change of the disk.
 */
@NullMarked
package dev.reservoir.testing.compact;

import org.jspecify.annotations.NullMarked;

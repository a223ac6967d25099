/**
 * Compaction ({@code cleanup.policy=compact}): a log keeps the last value of each key. A pass reads
 * what is new, remembers the last offset of each key in a bounded map, and rewrites closed extents
 * without what is older, each atomically, so that it can be broken off anywhere.
 */
@NullMarked
package dev.reservoir.log.compact;

import org.jspecify.annotations.NullMarked;

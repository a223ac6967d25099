/**
 * The storage SPI, group commit, the local and the in-memory engine, and the partition log above
 * them.
 */
@NullMarked
package dev.reservoir.log;

import org.jspecify.annotations.NullMarked;

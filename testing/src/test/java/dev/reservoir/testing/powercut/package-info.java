/**
 * The power-cut test of the local engine: a random load on a disk that forgets what was not synced,
 * held against a model after every restart.
 */
@NullMarked
package dev.reservoir.testing.powercut;

import org.jspecify.annotations.NullMarked;

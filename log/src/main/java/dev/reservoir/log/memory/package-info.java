/**
 * The engine for tests and the simulator: batches in memory, made durable one step at a time, with
 * failures and crashes on demand. It keeps nothing beyond the process.
 */
@NullMarked
package dev.reservoir.log.memory;

import org.jspecify.annotations.NullMarked;

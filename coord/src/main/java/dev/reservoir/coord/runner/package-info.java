/**
 * Runs pure state machines over logs: one thread and one bounded queue for all shards of a
 * coordinator. It drains the queue, lets the machine decide, applies the events, appends them in
 * one batch a shard and releases the replies when that batch is durable. Without a thread it is
 * driven step by step, which is how the simulator runs it.
 */
@NullMarked
package dev.reservoir.coord.runner;

import org.jspecify.annotations.NullMarked;

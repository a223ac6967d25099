/**
 * The partitions this broker serves: from a topic's name or id to its log, and the upkeep of the
 * logs.
 */
@NullMarked
package dev.reservoir.broker.partition;

import org.jspecify.annotations.NullMarked;

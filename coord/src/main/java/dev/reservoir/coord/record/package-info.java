/**
 * The records of {@code __consumer_offsets} in Kafka's own format (its published schemas under
 * {@code group-coordinator/src/main/resources/common/message}), every version both ways, proved by
 * bytes that Kafka wrote.
 */
@NullMarked
package dev.reservoir.coord.record;

import org.jspecify.annotations.NullMarked;

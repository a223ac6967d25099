/**
 * The log: the storage SPI ({@link dev.reservoir.log.StorageEngine}, {@link
 * dev.reservoir.log.PartitionStore}), and above it what is true of every engine ({@link
 * dev.reservoir.log.PartitionLog}).
 */
@NullMarked
package dev.reservoir.log;

import org.jspecify.annotations.NullMarked;

/**
 * Where transactions meet the partitions: markers are written here, and whoever needs to know
 * whether a partition is part of a transaction is told here.
 */
@NullMarked
package dev.reservoir.broker.transaction;

import org.jspecify.annotations.NullMarked;

/**
 * The transaction coordinator (KIP-98, KIP-360, KIP-664, KIP-890): a pure state machine over the
 * partitions of {@code __transaction_state}. It decides; who it hands a prepared transaction to
 * writes the markers.
 */
@NullMarked
package dev.reservoir.coord.transaction;

import org.jspecify.annotations.NullMarked;

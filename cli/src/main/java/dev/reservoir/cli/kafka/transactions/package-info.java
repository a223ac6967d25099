/** {@code kafka-transactions}. */
@NullMarked
package dev.reservoir.cli.kafka.transactions;

import org.jspecify.annotations.NullMarked;

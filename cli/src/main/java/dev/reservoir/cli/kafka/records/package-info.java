/** {@code kafka-delete-records}. */
@NullMarked
package dev.reservoir.cli.kafka.records;

import org.jspecify.annotations.NullMarked;

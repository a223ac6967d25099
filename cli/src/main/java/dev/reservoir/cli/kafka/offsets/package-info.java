/** {@code kafka-get-offsets}. */
@NullMarked
package dev.reservoir.cli.kafka.offsets;

import org.jspecify.annotations.NullMarked;

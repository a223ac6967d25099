/** {@code kafka-console-producer} and {@code kafka-console-consumer}. */
@NullMarked
package dev.reservoir.cli.kafka.console;

import org.jspecify.annotations.NullMarked;

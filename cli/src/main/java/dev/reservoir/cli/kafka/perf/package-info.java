/** {@code kafka-producer-perf-test} and {@code kafka-consumer-perf-test}. */
@NullMarked
package dev.reservoir.cli.kafka.perf;

import org.jspecify.annotations.NullMarked;

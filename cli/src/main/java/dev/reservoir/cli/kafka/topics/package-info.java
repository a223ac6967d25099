/** {@code kafka-topics}: create, list, describe, alter and delete topics. */
@NullMarked
package dev.reservoir.cli.kafka.topics;

import org.jspecify.annotations.NullMarked;

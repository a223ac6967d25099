/** {@code kafka-topics}: create, list, describe, alter and delete topics. */
@NullMarked
package dev.reservoir.cli.topics;

import org.jspecify.annotations.NullMarked;

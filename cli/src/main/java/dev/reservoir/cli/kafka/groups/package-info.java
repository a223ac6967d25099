/** {@code kafka-consumer-groups}: list, describe, delete groups and reset their offsets. */
@NullMarked
package dev.reservoir.cli.kafka.groups;

import org.jspecify.annotations.NullMarked;

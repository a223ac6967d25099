/** {@code reservoir topic}. */
@NullMarked
package dev.reservoir.cli.house.topic;

import org.jspecify.annotations.NullMarked;

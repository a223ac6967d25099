/** {@code reservoir consume}: where to read, what to show, and how. */
@NullMarked
package dev.reservoir.cli.house.consume;

import org.jspecify.annotations.NullMarked;

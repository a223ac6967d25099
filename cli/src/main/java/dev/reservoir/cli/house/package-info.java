/**
 * What the words of {@code reservoir} share: their table, their output, their ways with names and
 * times.
 */
@NullMarked
package dev.reservoir.cli.house;

import org.jspecify.annotations.NullMarked;

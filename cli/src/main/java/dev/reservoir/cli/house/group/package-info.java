/** {@code reservoir group}. */
@NullMarked
package dev.reservoir.cli.house.group;

import org.jspecify.annotations.NullMarked;

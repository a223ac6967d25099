/** {@code reservoir status}: what runs, where its data is, and what is wrong. */
@NullMarked
package dev.reservoir.cli.house.status;

import org.jspecify.annotations.NullMarked;

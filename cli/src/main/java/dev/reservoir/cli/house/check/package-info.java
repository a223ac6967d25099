/**
 * {@code reservoir check}: what the machine is like, and what to mend before a broker runs on it.
 */
@NullMarked
package dev.reservoir.cli.house.check;

import org.jspecify.annotations.NullMarked;

/** Finds out why a cluster cannot be used, and says what to do about an error. */
@NullMarked
package dev.reservoir.cli.explain;

import org.jspecify.annotations.NullMarked;

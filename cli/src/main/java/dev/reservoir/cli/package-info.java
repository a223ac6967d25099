/** Every command line. */
@NullMarked
package dev.reservoir.cli;

import org.jspecify.annotations.NullMarked;

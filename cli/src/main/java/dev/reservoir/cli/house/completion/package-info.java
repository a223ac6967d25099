/** {@code reservoir completion}: what shells need to complete a command line. */
@NullMarked
package dev.reservoir.cli.house.completion;

import org.jspecify.annotations.NullMarked;

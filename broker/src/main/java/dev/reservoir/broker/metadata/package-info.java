/** The metadata of this process: the log its events live in, and producer ids taken from it. */
@NullMarked
package dev.reservoir.broker.metadata;

import org.jspecify.annotations.NullMarked;

/** The cluster's metadata as events and an immutable image; configuration keys. */
@NullMarked
package dev.reservoir.meta;

import org.jspecify.annotations.NullMarked;

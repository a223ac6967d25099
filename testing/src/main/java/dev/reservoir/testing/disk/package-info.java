/** A disk in memory that forgets, tears and fails as real ones do when the power goes. */
@NullMarked
package dev.reservoir.testing.disk;

import org.jspecify.annotations.NullMarked;

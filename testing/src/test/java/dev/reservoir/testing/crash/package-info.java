/** The broker process, killed under load: nothing acknowledged may be lost. */
@NullMarked
package dev.reservoir.testing.crash;

import org.jspecify.annotations.NullMarked;

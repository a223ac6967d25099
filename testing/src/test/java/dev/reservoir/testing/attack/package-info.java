/** Bad input and bad surroundings against the broker process, while a good client works on. */
@NullMarked
package dev.reservoir.testing.attack;

import org.jspecify.annotations.NullMarked;

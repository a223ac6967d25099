/** Tests of the sources themselves: format, size, names, the arrows between rooms. */
@NullMarked
package dev.reservoir.testing.tidy;

import org.jspecify.annotations.NullMarked;

/** The scripts of {@code bin/}, over a JDK and a Maven that only say what they were asked. */
@NullMarked
package dev.reservoir.testing.bin;

import org.jspecify.annotations.NullMarked;

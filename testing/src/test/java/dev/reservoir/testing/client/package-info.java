/** What the Java client sees of the broker process where a promise is about the two together. */
@NullMarked
package dev.reservoir.testing.client;

import org.jspecify.annotations.NullMarked;

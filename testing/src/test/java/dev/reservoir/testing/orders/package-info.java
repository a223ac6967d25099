/** The order pipeline of {@code examples/orders}: its services and its demo, as processes. */
@NullMarked
package dev.reservoir.testing.orders;

import org.jspecify.annotations.NullMarked;

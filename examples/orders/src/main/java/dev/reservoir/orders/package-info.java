/** The order pipeline: an event-driven shop of four services, and the demo that runs them. */
@NullMarked
package dev.reservoir.orders;

import org.jspecify.annotations.NullMarked;

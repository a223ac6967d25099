/** What the services tell each other, and how it looks in a topic. */
@NullMarked
package dev.reservoir.orders.events;

import org.jspecify.annotations.NullMarked;

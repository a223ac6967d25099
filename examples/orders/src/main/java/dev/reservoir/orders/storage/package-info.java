/** A service's own database, with the outbox for what leaves it and the inbox for what comes in. */
@NullMarked
package dev.reservoir.orders.storage;

import org.jspecify.annotations.NullMarked;

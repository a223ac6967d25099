/** What must be true of the shop whatever dies and whenever. */
@NullMarked
package dev.reservoir.orders.check;

import org.jspecify.annotations.NullMarked;

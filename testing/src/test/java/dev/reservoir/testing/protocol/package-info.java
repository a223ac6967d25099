/** The protocol as a whole: what is served, and what clients and strangers get. */
@NullMarked
package dev.reservoir.testing.protocol;

import org.jspecify.annotations.NullMarked;

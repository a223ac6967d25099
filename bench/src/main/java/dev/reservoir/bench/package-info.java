/** Side-by-side measurements against other brokers. */
@NullMarked
package dev.reservoir.bench;

import org.jspecify.annotations.NullMarked;

/** What tests write into partitions, and how they look at it afterwards. */
@NullMarked
package dev.reservoir.testing.load;

import org.jspecify.annotations.NullMarked;

/** Pure coordinator state machines and the runner that owns their thread and their log. */
@NullMarked
package dev.reservoir.coord;

import org.jspecify.annotations.NullMarked;

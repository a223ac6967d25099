/** Golden scripts of state machines: commands with times in, events and answers out. */
@NullMarked
package dev.reservoir.coord.script;

import org.jspecify.annotations.NullMarked;

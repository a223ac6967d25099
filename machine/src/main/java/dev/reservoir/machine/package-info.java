/** What the operating system tells about itself. */
@NullMarked
package dev.reservoir.machine;

import org.jspecify.annotations.NullMarked;

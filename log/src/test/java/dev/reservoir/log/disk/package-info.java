@NullMarked
package dev.reservoir.log.disk;

import org.jspecify.annotations.NullMarked;

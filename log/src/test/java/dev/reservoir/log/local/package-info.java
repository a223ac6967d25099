@NullMarked
package dev.reservoir.log.local;

import org.jspecify.annotations.NullMarked;

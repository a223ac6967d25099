/** {@code reservoir config}. */
@NullMarked
package dev.reservoir.cli.house.config;

import org.jspecify.annotations.NullMarked;

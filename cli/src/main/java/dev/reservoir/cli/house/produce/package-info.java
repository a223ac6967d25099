/** {@code reservoir produce}: lines, JSON, CSV and files become records. */
@NullMarked
package dev.reservoir.cli.house.produce;

import org.jspecify.annotations.NullMarked;

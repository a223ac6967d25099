/** {@code reservoir bench}: how fast a cluster takes and gives records. */
@NullMarked
package dev.reservoir.cli.house.bench;

import org.jspecify.annotations.NullMarked;

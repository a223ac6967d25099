/**
 * The local engine's view of a disk, narrow enough that a test can drop everything that was not
 * synced.
 */
@NullMarked
package dev.reservoir.log.disk;

import org.jspecify.annotations.NullMarked;

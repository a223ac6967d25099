/** The files of a data directory, read by what docs/FORMATS.md says of them. */
@NullMarked
package dev.reservoir.testing.formats;

import org.jspecify.annotations.NullMarked;

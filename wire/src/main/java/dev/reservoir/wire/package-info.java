/** Bytes to messages and back: frames, the API table, the record-batch view. */
@NullMarked
package dev.reservoir.wire;

import org.jspecify.annotations.NullMarked;

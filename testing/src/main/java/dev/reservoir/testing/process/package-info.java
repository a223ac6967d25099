/**
 * The real program as a process of its own, for tests that kill it, flood it or read its output.
 */
@NullMarked
package dev.reservoir.testing.process;

import org.jspecify.annotations.NullMarked;

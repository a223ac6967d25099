/** Fakes of every edge, the simulator, contract suites, and the tests that span rooms. */
@NullMarked
package dev.reservoir.testing;

import org.jspecify.annotations.NullMarked;

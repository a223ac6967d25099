/** The storage contract, sentence by sentence, and the engines that must keep it. */
@NullMarked
package dev.reservoir.testing.contract;

import org.jspecify.annotations.NullMarked;

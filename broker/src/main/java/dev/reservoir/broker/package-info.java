/** The network, one class per API key, fetch sessions, and the program that wires it all. */
@NullMarked
package dev.reservoir.broker;

import org.jspecify.annotations.NullMarked;

/** Runs the four services, shows what they do, kills them if asked to, and gives a verdict. */
@NullMarked
package dev.reservoir.orders.demo;

import org.jspecify.annotations.NullMarked;

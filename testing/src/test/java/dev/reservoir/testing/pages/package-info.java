/** Types what a page of the documentation shows, in terminals, and compares what is printed. */
@NullMarked
package dev.reservoir.testing.pages;

import org.jspecify.annotations.NullMarked;

/**
 * Changes of the cluster's metadata: commands, the pure machine that decides them, and its replies.
 */
@NullMarked
package dev.reservoir.meta.change;

import org.jspecify.annotations.NullMarked;

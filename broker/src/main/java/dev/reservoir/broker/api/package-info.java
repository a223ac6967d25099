/**
 * The protocol's behaviour: one class per API key, and the dispatcher that is a table of them. Only
 * this package and {@code wire} see Kafka's protocol classes.
 */
@NullMarked
package dev.reservoir.broker.api;

import org.jspecify.annotations.NullMarked;

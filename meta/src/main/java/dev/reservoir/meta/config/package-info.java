/**
 * Configuration keys: Kafka's names, types, defaults and ranges for topics and brokers, what of
 * them is served, and typed views of the values in force.
 */
@NullMarked
package dev.reservoir.meta.config;

import org.jspecify.annotations.NullMarked;

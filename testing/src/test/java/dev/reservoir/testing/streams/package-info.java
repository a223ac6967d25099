/** An application of Kafka Streams against the broker, both killed: it counts each word once. */
@NullMarked
package dev.reservoir.testing.streams;

import org.jspecify.annotations.NullMarked;

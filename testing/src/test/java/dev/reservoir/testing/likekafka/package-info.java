/**
 * The same requests to Apache Kafka and to this broker, and their answers side by side: what
 * differs stands in the table of requests with its reason.
 */
@NullMarked
package dev.reservoir.testing.likekafka;

import org.jspecify.annotations.NullMarked;

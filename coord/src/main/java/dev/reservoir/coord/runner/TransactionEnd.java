package dev.reservoir.coord.runner;

import dev.reservoir.wire.batch.TransactionMarker;

/** The end of a producer's transaction: the marker behind its records. */
public record TransactionEnd(Producer producer, TransactionMarker marker) implements LogEntry {}

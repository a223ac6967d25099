package dev.reservoir.coord.runner;

/** What lies in a coordinator's log. */
public sealed interface LogEntry permits LogRecord, TransactionEnd {}

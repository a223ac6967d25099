package dev.reservoir.coord.runner;

/** Who wrote into a transaction (KIP-98). */
public record Producer(long id, short epoch) {}

package dev.reservoir.broker.net;

/** A taken request in a connection's queue, with the hold on its bytes. */
record Pending(Exchange exchange, Frame frame) {}

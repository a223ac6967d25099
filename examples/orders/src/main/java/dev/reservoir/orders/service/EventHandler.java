package dev.reservoir.orders.service;

import dev.reservoir.orders.events.UnreadableEventException;

import java.util.Optional;

/** What a service does when an event arrives. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Acts on an event. Called inside a transaction on the service's database, which is all that it
     * may change: if the transaction comes to nothing, the event is handled again.
     *
     * @return what was done in a line; nothing if there was nothing to do
     * @throws UnreadableEventException if the event makes no sense; nothing has been changed then
     */
    Optional<String> handle(String event) throws UnreadableEventException;
}

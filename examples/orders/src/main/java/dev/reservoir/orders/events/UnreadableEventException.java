package dev.reservoir.orders.events;

/** What came is no event of the kind expected. Reading it again would not help. */
public final class UnreadableEventException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableEventException(String message) {
        super(message);
    }
}

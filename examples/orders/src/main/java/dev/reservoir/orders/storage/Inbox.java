package dev.reservoir.orders.storage;

/**
 * The orders that a service has heard of already. An event can arrive more than once: its producer
 * sent it again, or this service died between acting and telling the broker. Written in the
 * transaction that acts, the inbox makes the second arrival a matter of no consequence.
 *
 * <p>The shop tells each thing about an order once, so an order's id names the event.
 */
public final class Inbox {
    private final Database database;

    public Inbox(Database database) {
        this.database = database;
        database.create("create table if not exists inbox (order_id text primary key)");
    }

    /** Notes the event; false if it was there before, and then nothing is to be done. */
    public boolean admits(String orderId) {
        return database.update("insert or ignore into inbox values (?)", orderId) == 1;
    }
}

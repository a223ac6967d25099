package dev.reservoir.orders.service;

import dev.reservoir.orders.storage.Database;
import dev.reservoir.orders.storage.Outbox;

/**
 * Takes orders. The order and the event that tells of it are written in one transaction: there is
 * never an order that nobody hears of, nor an event about an order that is not there, and orders
 * are taken while the broker is away.
 */
public final class OrderService {
    private final Database database;
    private final Outbox outbox;

    public OrderService(Database database) {
        this.database = database;
        this.outbox = new Outbox(database);
        database.create(
                """
                create table if not exists orders (
                    order_id text primary key,
                    item text not null,
                    quantity integer not null,
                    amount text not null,
                    payment_method text not null,
                    placed text not null)
                """);
    }

    /** Takes the order; returns what was done in a line. */
    public String place(Order order) {
        database.transaction(() -> {
            insert(order);
            outbox.add(order.id(), order.toBillingEvent().toJson());
            return order.id();
        });
        return "%s: %d x %s for %s by %s"
                .formatted(
                        order.id(),
                        order.quantity(),
                        order.item().word(),
                        order.amount(),
                        order.paymentMethod());
    }

    private void insert(Order order) {
        database.update(
                "insert into orders values (?, ?, ?, ?, ?, ?)",
                order.id(),
                order.item().word(),
                order.quantity(),
                order.amount().toPlainString(),
                order.paymentMethod(),
                order.placed().toString());
    }
}

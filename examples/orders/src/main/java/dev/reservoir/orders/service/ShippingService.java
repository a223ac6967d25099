package dev.reservoir.orders.service;

import dev.reservoir.orders.events.BillingOutcome;
import dev.reservoir.orders.events.UnreadableEventException;
import dev.reservoir.orders.storage.Database;
import dev.reservoir.orders.storage.Inbox;

import java.util.Optional;

/** Makes a shipment of each order that was paid. */
public final class ShippingService implements EventHandler {
    private final Database database;
    private final Inbox inbox;

    public ShippingService(Database database) {
        this.database = database;
        this.inbox = new Inbox(database);
        database.create(
                """
                create table if not exists shipments (
                    id integer primary key autoincrement, order_id text not null);
                create index if not exists shipments_order on shipments (order_id)
                """);
    }

    @Override
    public Optional<String> handle(String event) throws UnreadableEventException {
        BillingOutcome outcome = BillingOutcome.parse(event);
        if (!outcome.isPaid() || !inbox.admits(outcome.orderId())) {
            return Optional.empty();
        }
        database.update("insert into shipments (order_id) values (?)", outcome.orderId());
        return Optional.of(outcome.orderId() + ": shipped");
    }
}

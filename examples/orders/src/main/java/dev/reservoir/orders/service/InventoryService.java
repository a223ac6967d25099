package dev.reservoir.orders.service;

import dev.reservoir.orders.events.BillingOutcome;
import dev.reservoir.orders.events.UnreadableEventException;
import dev.reservoir.orders.storage.Database;
import dev.reservoir.orders.storage.Inbox;

import java.util.Optional;

/** Takes from the stock what was paid for. */
public final class InventoryService implements EventHandler {
    /** Of each item. Below nothing, the shop owes its customers. */
    private static final int INITIAL_STOCK = 100_000;

    private final Database database;
    private final Inbox inbox;

    public InventoryService(Database database) {
        this.database = database;
        this.inbox = new Inbox(database);
        database.create(
                """
                create table if not exists stock (
                    item text primary key, initial integer not null, remaining integer not null);
                create table if not exists taken (
                    order_id text not null, item text not null, quantity integer not null);
                create index if not exists taken_order on taken (order_id)
                """);
        for (Item item : Item.values()) {
            database.update(
                    "insert or ignore into stock values (?, ?, ?)",
                    item.word(),
                    INITIAL_STOCK,
                    INITIAL_STOCK);
        }
    }

    @Override
    public Optional<String> handle(String event) throws UnreadableEventException {
        BillingOutcome outcome = BillingOutcome.parse(event);
        if (!outcome.isPaid()) {
            return Optional.empty();
        }
        checkOnOffer(outcome.item());
        if (!inbox.admits(outcome.orderId())) {
            return Optional.empty();
        }
        take(outcome);
        return Optional.of(
                "%s: %d x %s taken from stock"
                        .formatted(outcome.orderId(), outcome.quantity(), outcome.item()));
    }

    private void take(BillingOutcome outcome) {
        database.update(
                "update stock set remaining = remaining - ? where item = ?",
                outcome.quantity(),
                outcome.item());
        database.update(
                "insert into taken values (?, ?, ?)",
                outcome.orderId(),
                outcome.item(),
                outcome.quantity());
    }

    private void checkOnOffer(String item) throws UnreadableEventException {
        if (database.query("select item from stock where item = ?", row -> item, item).isEmpty()) {
            throw new UnreadableEventException("item is '" + item + "', which is not in stock");
        }
    }
}

package dev.reservoir.orders.service;

import dev.reservoir.orders.events.BillingEvent;
import dev.reservoir.orders.events.BillingOutcome;
import dev.reservoir.orders.events.PaymentStatus;
import dev.reservoir.orders.events.UnreadableEventException;
import dev.reservoir.orders.storage.Database;
import dev.reservoir.orders.storage.Inbox;
import dev.reservoir.orders.storage.Outbox;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Collects the money for each order that {@code billing_events} tells of, and tells the outcome to
 * {@code billing_outcome}. That the event was seen, how the payment went and the event about it are
 * one transaction: whenever the service dies, either all three are there or the event is handled
 * anew.
 */
public final class BillingService implements EventHandler {
    private final Database database;
    private final Inbox inbox;
    private final Outbox outbox;
    private final CardNetwork cardNetwork;

    /**
     * @param random decides which payments are declined
     */
    public BillingService(Database database, RandomGenerator random) {
        this.database = database;
        this.inbox = new Inbox(database);
        this.outbox = new Outbox(database);
        this.cardNetwork = new CardNetwork(random);
        database.create(
                """
                create table if not exists payments (
                    transaction_id text primary key,
                    order_id text not null,
                    amount text not null,
                    payment_status text not null);
                create index if not exists payments_order on payments (order_id)
                """);
    }

    @Override
    public Optional<String> handle(String event) throws UnreadableEventException {
        BillingEvent order = BillingEvent.parse(event);
        if (!inbox.admits(order.orderId())) {
            return Optional.empty();
        }
        BillingOutcome outcome = collect(order);
        record(order, outcome);
        outbox.add(outcome.orderId(), outcome.toJson());
        return Optional.of(
                "%s: %s %s".formatted(order.orderId(), order.amount(), outcome.status().word()));
    }

    private BillingOutcome collect(BillingEvent order) {
        PaymentStatus status = cardNetwork.charge();
        return new BillingOutcome(
                order.orderId(),
                status,
                cardNetwork.transactionId(),
                order.item(),
                order.quantity());
    }

    private void record(BillingEvent order, BillingOutcome outcome) {
        database.update(
                "insert into payments values (?, ?, ?, ?)",
                outcome.transactionId(),
                outcome.orderId(),
                order.amount().toPlainString(),
                outcome.status().word());
    }

    /**
     * Stands for the company that moves the money. Asked twice about one order it may well answer
     * differently.
     */
    private static final class CardNetwork {
        private static final int DECLINED_PERCENT = 10;

        private final RandomGenerator random;

        CardNetwork(RandomGenerator random) {
            this.random = random;
        }

        PaymentStatus charge() {
            return random.nextInt(100) < DECLINED_PERCENT
                    ? PaymentStatus.DECLINED
                    : PaymentStatus.PAID;
        }

        String transactionId() {
            return "tx-%016x".formatted(random.nextLong());
        }
    }
}

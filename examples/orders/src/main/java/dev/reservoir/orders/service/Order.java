package dev.reservoir.orders.service;

import dev.reservoir.orders.events.BillingEvent;

import java.math.BigDecimal;
import java.time.Instant;

/** What a customer wants. */
public record Order(String id, Item item, int quantity, String paymentMethod, Instant placed) {

    BigDecimal amount() {
        return item.price().multiply(BigDecimal.valueOf(quantity));
    }

    BillingEvent toBillingEvent() {
        return new BillingEvent(id, amount(), paymentMethod, placed, item.word(), quantity);
    }
}

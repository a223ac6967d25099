package dev.reservoir.orders.events;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An order was placed and is to be billed. Its key in the topic is the order's id, so that all that
 * concerns one order stays in one partition and in order.
 *
 * @param amount what the customer owes, with two decimals
 * @param timestamp when the order was placed
 * @param item what was ordered; billing hands it on to those who have to fetch it from the shelf
 * @param quantity how many of it, from 1 on
 */
public record BillingEvent(
        String orderId,
        BigDecimal amount,
        String paymentMethod,
        Instant timestamp,
        String item,
        int quantity) {

    public String toJson() {
        ObjectNode json = EventFields.object();
        json.put("order_id", orderId);
        json.put("amount", amount);
        json.put("payment_method", paymentMethod);
        json.put("timestamp", timestamp.toString());
        json.put("item", item);
        json.put("quantity", quantity);
        return json.toString();
    }

    /**
     * @throws UnreadableEventException saying what is wrong with the text
     */
    public static BillingEvent parse(String text) throws UnreadableEventException {
        EventFields fields = EventFields.of(text);
        return new BillingEvent(
                fields.text("order_id"),
                fields.amount("amount"),
                fields.text("payment_method"),
                fields.instant("timestamp"),
                fields.text("item"),
                fields.count("quantity"));
    }
}

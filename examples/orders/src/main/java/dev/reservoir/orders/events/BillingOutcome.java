package dev.reservoir.orders.events;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An order was billed, with this outcome. Its key in the topic is the order's id.
 *
 * @param transactionId billing's own name for the attempt to collect the money
 * @param item what was ordered, as in {@link BillingEvent}
 * @param quantity how many of it, from 1 on
 */
public record BillingOutcome(
        String orderId, PaymentStatus status, String transactionId, String item, int quantity) {

    public boolean isPaid() {
        return status == PaymentStatus.PAID;
    }

    public String toJson() {
        ObjectNode json = EventFields.object();
        json.put("order_id", orderId);
        json.put("payment_status", status.word());
        json.put("transaction_id", transactionId);
        json.put("item", item);
        json.put("quantity", quantity);
        return json.toString();
    }

    /**
     * @throws UnreadableEventException saying what is wrong with the text
     */
    public static BillingOutcome parse(String text) throws UnreadableEventException {
        EventFields fields = EventFields.of(text);
        return new BillingOutcome(
                fields.text("order_id"),
                PaymentStatus.parse(fields.text("payment_status")),
                fields.text("transaction_id"),
                fields.text("item"),
                fields.count("quantity"));
    }
}

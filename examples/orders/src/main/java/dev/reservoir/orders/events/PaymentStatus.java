package dev.reservoir.orders.events;

import java.util.Locale;

/** Whether the customer's money was collected. */
public enum PaymentStatus {
    PAID,
    DECLINED;

    /** As it is written in events and databases. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentStatus parse(String word) throws UnreadableEventException {
        for (PaymentStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new UnreadableEventException(
                "payment_status is '" + word + "'; it can be paid or declined");
    }
}

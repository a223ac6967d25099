package dev.reservoir.orders.events;

/** The shop's two topics. */
public final class Topics {
    /** Orders that are to be billed, told by the order service: {@link BillingEvent}. */
    public static final String BILLING_EVENTS = "billing_events";

    /** What became of the payments, told by the billing service: {@link BillingOutcome}. */
    public static final String BILLING_OUTCOME = "billing_outcome";

    /** Partitions of each: so many instances of a service could share the work. */
    public static final int PARTITIONS = 3;

    private Topics() {}
}

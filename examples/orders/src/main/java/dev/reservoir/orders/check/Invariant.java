package dev.reservoir.orders.check;

/**
 * What must be true of the shop. Each is a question to the four databases whose answer is what
 * breaks it: ids of orders, or names of items.
 */
public enum Invariant {
    BILLED_ONCE(
            When.ALWAYS,
            "no order is billed twice",
            """
            select order_id from billing.payments group by order_id having count(*) > 1
            """),
    BILLED_IF_ORDERED(
            When.ALWAYS,
            "nothing is billed that nobody ordered",
            """
            select order_id from billing.payments where order_id not in
                (select order_id from orders.orders)
            """),
    SHIPPED_ONCE(
            When.ALWAYS,
            "no order is shipped twice",
            """
            select order_id from shipping.shipments group by order_id having count(*) > 1
            """),
    SHIPPED_IF_PAID(
            When.ALWAYS,
            "nothing is shipped that is not paid",
            """
            select order_id from shipping.shipments where order_id not in
                (select order_id from billing.payments where payment_status = 'paid')
            """),
    SHIPPED_IF_ORDERED(
            When.ALWAYS,
            "nothing is shipped that nobody ordered",
            """
            select order_id from shipping.shipments where order_id not in
                (select order_id from orders.orders)
            """),
    TAKEN_ONCE(
            When.ALWAYS,
            "no order is taken from stock twice",
            """
            select order_id from inventory.taken group by order_id having count(*) > 1
            """),
    TAKEN_AS_ORDERED(
            When.ALWAYS,
            "what is taken from stock is what was ordered",
            """
            select order_id from inventory.taken as t where not exists
                (select 1 from orders.orders as o where o.order_id = t.order_id
                    and o.item = t.item and o.quantity = t.quantity)
            """),
    STOCK_ADDS_UP(
            When.ALWAYS,
            "initial stock = stock left + stock taken by paid orders",
            """
            select s.item from inventory.stock as s
                left join inventory.taken as t on t.item = s.item and t.order_id in
                    (select order_id from billing.payments where payment_status = 'paid')
                group by s.item having s.initial <> s.remaining + total(t.quantity)
            """),
    EACH_BILLED(
            When.AT_THE_END,
            "each order is billed",
            """
            select order_id from orders.orders where order_id not in
                (select order_id from billing.payments)
            """),
    EACH_PAID_SHIPPED(
            When.AT_THE_END,
            "each paid order is shipped",
            """
            select order_id from billing.payments where payment_status = 'paid' and order_id not in
                (select order_id from shipping.shipments)
            """),
    EACH_PAID_TAKEN(
            When.AT_THE_END,
            "each paid order is taken from stock",
            """
            select order_id from billing.payments where payment_status = 'paid' and order_id not in
                (select order_id from inventory.taken)
            """);

    /** When an invariant holds. */
    public enum When {
        /** At every moment. */
        ALWAYS,
        /** When no orders come any more and all events have been handled. */
        AT_THE_END
    }

    private final When when;
    private final String sentence;
    private final String culprits;

    Invariant(When when, String sentence, String culprits) {
        this.when = when;
        this.sentence = sentence;
        this.culprits = culprits;
    }

    public When when() {
        return when;
    }

    /** What is true as long as it is kept. */
    public String sentence() {
        return sentence;
    }

    String culprits() {
        return culprits;
    }
}

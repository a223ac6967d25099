package dev.reservoir.orders.service;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up orders. */
final class Customers {
    private static final List<String> PAYMENT_METHODS = List.of("card", "transfer", "voucher");
    private static final int MOST_OF_AN_ITEM = 3;
    private static final int PREFIX_BITS = 30;

    private final RandomGenerator random;
    private final Clock clock;

    /** Tells this life of the order service from its others, so that no order id comes twice. */
    private final String prefix;

    private int orders;

    Customers(RandomGenerator random, Clock clock) {
        this.random = random;
        this.clock = clock;
        this.prefix = Integer.toString(random.nextInt(1 << PREFIX_BITS), Character.MAX_RADIX);
    }

    Order next() {
        Item[] items = Item.values();
        return new Order(
                prefix + "-" + ++orders,
                items[random.nextInt(items.length)],
                1 + random.nextInt(MOST_OF_AN_ITEM),
                PAYMENT_METHODS.get(random.nextInt(PAYMENT_METHODS.size())),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}

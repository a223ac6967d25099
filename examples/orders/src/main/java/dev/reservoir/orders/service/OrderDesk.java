package dev.reservoir.orders.service;

import java.util.concurrent.TimeUnit;

/**
 * Has the customers' orders taken at a steady rate. Runs on a thread of its own until that is
 * interrupted.
 */
final class OrderDesk implements Runnable {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final OrderService service;
    private final Customers customers;
    private final double ordersPerSecond;
    private final Voice voice;

    OrderDesk(OrderService service, Customers customers, double ordersPerSecond, Voice voice) {
        this.service = service;
        this.customers = customers;
        this.ordersPerSecond = ordersPerSecond;
        this.voice = voice;
    }

    @Override
    public void run() {
        long interval = Math.round(SECOND / ordersPerSecond);
        long due = System.nanoTime();
        try {
            while (true) {
                voice.say(service.place(customers.next()));
                // Customers who found the shop closed for long do not all come back at once.
                due = Math.max(due + interval, System.nanoTime() - SECOND);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        } catch (InterruptedException _) {
            // Closing time.
        }
    }
}

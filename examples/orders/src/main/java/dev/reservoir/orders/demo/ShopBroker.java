package dev.reservoir.orders.demo;

/** The broker that the shop's events go through. */
interface ShopBroker extends AutoCloseable {
    /** Host and port. */
    String bootstrap();

    /** Where it is, and whose. */
    String description();

    @Override
    void close() throws InterruptedException;

    /** A broker that somebody else runs. */
    record Given(String bootstrap) implements ShopBroker {
        @Override
        public String description() {
            return bootstrap;
        }

        @Override
        public void close() {
            // It was there before and stays.
        }
    }
}

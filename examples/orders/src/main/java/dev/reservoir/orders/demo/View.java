package dev.reservoir.orders.demo;

/** Shows what goes on. Used by one thread. */
interface View extends AutoCloseable {
    void show(Scene scene);

    /** Leaves the terminal as it was found. */
    @Override
    void close();
}

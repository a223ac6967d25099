package dev.reservoir.cli.house.produce;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;

/** Records that are known beforehand. */
final class Listed implements Source {
    private final Iterator<Item> items;

    Listed(List<Item> items) {
        this.items = items.iterator();
    }

    @Override
    public @Nullable Item next() {
        return items.hasNext() ? items.next() : null;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

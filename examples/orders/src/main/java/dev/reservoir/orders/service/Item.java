package dev.reservoir.orders.service;

import java.math.BigDecimal;
import java.util.Locale;

/** What the shop sells. */
public enum Item {
    BOOK("12.50"),
    LAMP("39.90"),
    MUG("7.20"),
    CHAIR("89.00"),
    KETTLE("24.95");

    private final BigDecimal price;

    Item(String price) {
        this.price = new BigDecimal(price);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    BigDecimal price() {
        return price;
    }
}

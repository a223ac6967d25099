package dev.reservoir.orders.service;

import dev.reservoir.orders.events.Topics;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The shop's services, in the order in which an order passes through them. */
public enum ServiceName {
    ORDERS,
    BILLING,
    INVENTORY,
    SHIPPING;

    /** What users call it; also the name of its consumer group, if it has one. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topic that its group reads; empty for the order service, which reads none. */
    public String consumes() {
        return switch (this) {
            case ORDERS -> "";
            case BILLING -> Topics.BILLING_EVENTS;
            case INVENTORY, SHIPPING -> Topics.BILLING_OUTCOME;
        };
    }

    /** Its database, which no other service touches. */
    public Path database(Path directory) {
        return directory.resolve(word() + ".db");
    }

    /** The services that consume events, each in a group of its own. */
    public static List<ServiceName> consumers() {
        return List.of(BILLING, INVENTORY, SHIPPING);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(ServiceName::word).toList();
    }
}

package dev.reservoir.bench;

import java.util.Locale;

/** What a figure of this broker has to reach. */
record Bar(Kind kind, double limit) {
    enum Kind {
        RATIO_AT_MOST,
        RATIO_AT_LEAST,
        VALUE_AT_MOST
    }

    static Bar ratioAtMost(double limit) {
        return new Bar(Kind.RATIO_AT_MOST, limit);
    }

    static Bar ratioAtLeast(double limit) {
        return new Bar(Kind.RATIO_AT_LEAST, limit);
    }

    static Bar atMost(double limit) {
        return new Bar(Kind.VALUE_AT_MOST, limit);
    }

    boolean reached(double value, double ratio) {
        return switch (kind) {
            case RATIO_AT_MOST -> ratio <= limit;
            case RATIO_AT_LEAST -> ratio >= limit;
            case VALUE_AT_MOST -> value <= limit;
        };
    }

    /** Whether the other broker's figure is needed. */
    boolean comparesWithThePeer() {
        return kind != Kind.VALUE_AT_MOST;
    }

    @Override
    public String toString() {
        String number = String.format(Locale.ROOT, limit >= 10 ? "%.0f" : "%.1f", limit);
        return switch (kind) {
            case RATIO_AT_MOST -> "ratio <= " + number;
            case RATIO_AT_LEAST -> "ratio >= " + number;
            case VALUE_AT_MOST -> "<= " + number;
        };
    }
}

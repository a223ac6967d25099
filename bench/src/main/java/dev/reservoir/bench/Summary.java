package dev.reservoir.bench;

import java.util.List;
import java.util.Locale;

/** Median and spread of the samples of one figure. */
record Summary(double median, double lowest, double highest) {
    static Summary of(List<Double> samples) {
        List<Double> sorted = samples.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Summary(median, sorted.getFirst(), sorted.getLast());
    }

    @Override
    public String toString() {
        return lowest == highest
                ? number(median)
                : number(median) + " (" + number(lowest) + "-" + number(highest) + ")";
    }

    /** Three significant digits. */
    static String number(double value) {
        String format = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}

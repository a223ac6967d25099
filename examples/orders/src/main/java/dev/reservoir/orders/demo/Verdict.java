package dev.reservoir.orders.demo;

import dev.reservoir.orders.check.Breaches;
import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.check.Invariant;

import java.util.List;
import java.util.Locale;

/**
 * What is said at the end.
 *
 * @param drained whether all that was ordered came out at the other end in time
 */
record Verdict(Figures figures, Breaches breaches, boolean drained) {
    private static final int SHOWN = 5;

    /** Whether nothing was broken and nothing was left undone. */
    boolean isGood() {
        return drained && breaches.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(numbers()).append("\n\n");
        for (Invariant invariant : Invariant.values()) {
            List<String> culprits = breaches.of(invariant);
            text.append(culprits.isEmpty() ? "  kept    " : "  BROKEN  ")
                    .append(invariant.sentence())
                    .append(culprits.isEmpty() ? "" : ": " + someOf(culprits))
                    .append('\n');
        }
        return text.append('\n').append(sentence()).toString();
    }

    private String numbers() {
        return String.format(
                Locale.ROOT,
                "orders %,d   paid %,d   declined %,d   shipped %,d   stock left %,d of %,d",
                figures.orders(),
                figures.paid(),
                figures.declined(),
                figures.shipped(),
                figures.stockLeft(),
                figures.stockInitial());
    }

    private String sentence() {
        long broken =
                List.of(Invariant.values()).stream()
                        .filter(invariant -> !breaches.of(invariant).isEmpty())
                        .count();
        if (broken > 0) {
            return "%d of %d invariants broken%s."
                    .formatted(
                            broken,
                            Invariant.values().length,
                            drained ? "" : ", and the pipeline did not drain");
        }
        return drained
                ? "Every invariant was kept."
                : "No invariant was broken, but the pipeline did not drain.";
    }

    /** The first few of the ids, and how many more there are. */
    static String someOf(List<String> ids) {
        String first = String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())));
        return ids.size() > SHOWN ? first + " and " + (ids.size() - SHOWN) + " more" : first;
    }
}

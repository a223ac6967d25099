package dev.reservoir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results as text. */
record Report(Results results) {
    private static final String OURS = "reservoir";
    private static final String PEER = "kafka";

    Table table() {
        Table table =
                new Table("figure", "unit", "Reservoir", "Apache Kafka", "ratio", "bar", "reached");
        for (Figure figure : Figure.values()) {
            if (results.has(figure)) {
                table.row(
                        figure.label(),
                        figure.unit(),
                        text(results.summary(figure, OURS)),
                        text(results.summary(figure, PEER)),
                        text(results.ratio(figure, OURS, PEER)),
                        bars(figure),
                        reached(figure));
            }
        }
        return table;
    }

    /** The bars that were not reached, a sentence each. */
    List<String> missed() {
        List<String> missed = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            for (Bar bar : figure.bars()) {
                if (judged(figure, bar) && !reached(figure, bar)) {
                    missed.add(figure.name().toLowerCase(java.util.Locale.ROOT) + " " + bar);
                }
            }
        }
        return missed;
    }

    private static String text(Optional<Summary> summary) {
        return summary.map(Summary::toString).orElse("");
    }

    private static String bars(Figure figure) {
        return String.join(", ", figure.bars().stream().map(Bar::toString).toList());
    }

    private String reached(Figure figure) {
        List<Bar> judged = figure.bars().stream().filter(bar -> judged(figure, bar)).toList();
        if (judged.isEmpty()) {
            return "";
        }
        return judged.stream().allMatch(bar -> reached(figure, bar)) ? "yes" : "NO";
    }

    private boolean judged(Figure figure, Bar bar) {
        return results.summary(figure, OURS).isPresent()
                && (!bar.comparesWithThePeer() || results.summary(figure, PEER).isPresent());
    }

    private boolean reached(Figure figure, Bar bar) {
        double value = results.summary(figure, OURS).map(Summary::median).orElseThrow();
        double ratio = results.ratio(figure, OURS, PEER).map(Summary::median).orElse(Double.NaN);
        return bar.reached(value, ratio);
    }
}

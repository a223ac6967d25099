package dev.reservoir.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The samples of all rounds. One thread. */
final class Results {
    private final Map<Figure, Map<String, List<Double>>> samples = new EnumMap<>(Figure.class);
    private final List<String> failures = new ArrayList<>();

    void add(Figure figure, String contender, double value) {
        samples.computeIfAbsent(figure, _ -> new HashMap<>())
                .computeIfAbsent(contender, _ -> new ArrayList<>())
                .add(value);
    }

    void failed(String what) {
        failures.add(what);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    boolean has(Figure figure) {
        return samples.containsKey(figure);
    }

    Optional<Summary> summary(Figure figure, String contender) {
        List<Double> list = list(figure, contender);
        return list.isEmpty() ? Optional.empty() : Optional.of(Summary.of(list));
    }

    /**
     * One contender's figure by the other's, round by round: what a busy machine does to both
     * cancels.
     */
    Optional<Summary> ratio(Figure figure, String contender, String peer) {
        List<Double> ours = list(figure, contender);
        List<Double> theirs = list(figure, peer);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Summary.of(ratios));
    }

    private List<Double> list(Figure figure, String contender) {
        return samples.getOrDefault(figure, Map.of()).getOrDefault(contender, List.of());
    }
}

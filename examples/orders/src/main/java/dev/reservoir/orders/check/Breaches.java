package dev.reservoir.orders.check;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/** All that was found broken since the beginning, also what no longer shows. Used by one thread. */
public final class Breaches {
    private static final int MOST_CULPRITS = 1_000;

    private final Map<Invariant, SequencedSet<String>> culprits = new EnumMap<>(Invariant.class);

    /**
     * Adds what was found.
     *
     * @return the invariants that were whole before
     */
    public Set<Invariant> add(Map<Invariant, List<String>> found) {
        SequencedSet<Invariant> fresh = new LinkedHashSet<>();
        found.forEach((invariant, ids) -> {
            if (!culprits.containsKey(invariant)) {
                fresh.add(invariant);
            }
            SequencedSet<String> known =
                    culprits.computeIfAbsent(invariant, _ -> new LinkedHashSet<>());
            ids.stream().limit(MOST_CULPRITS - known.size()).forEach(known::add);
        });
        return fresh;
    }

    public boolean isEmpty() {
        return culprits.isEmpty();
    }

    /** The ids that break the invariant; none if it is kept. */
    public List<String> of(Invariant invariant) {
        return List.copyOf(culprits.getOrDefault(invariant, new LinkedHashSet<>()));
    }
}

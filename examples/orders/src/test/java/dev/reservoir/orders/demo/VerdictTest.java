package dev.reservoir.orders.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.orders.check.Breaches;
import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.check.Invariant;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class VerdictTest {
    private static final Figures FIGURES =
            new Figures(1_000, 900, 100, 900, 900, 498_200, 500_000, 0);

    private final Breaches breaches = new Breaches();

    @Test
    void allKept() {
        Verdict verdict = new Verdict(FIGURES, breaches, true);
        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.text())
                .startsWith(
                        "orders 1,000   paid 900   declined 100   shipped 900   stock left 498,200"
                                + " of 500,000\n")
                .contains("  kept    no order is shipped twice\n")
                .doesNotContain("BROKEN")
                .endsWith("Every invariant was kept.");
    }

    @Test
    void oneBroken() {
        breaches.add(Map.of(Invariant.SHIPPED_ONCE, List.of("a", "b", "c", "d", "e", "f", "g")));
        Verdict verdict = new Verdict(FIGURES, breaches, true);
        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.text())
                .contains("  BROKEN  no order is shipped twice: a, b, c, d, e and 2 more\n")
                .endsWith("1 of 11 invariants broken.");
    }

    @Test
    void notDrained() {
        Verdict verdict = new Verdict(FIGURES, breaches, false);
        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.text())
                .endsWith("No invariant was broken, but the pipeline did not drain.");
    }
}

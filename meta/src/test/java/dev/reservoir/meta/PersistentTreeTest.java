package dev.reservoir.meta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

class PersistentTreeTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsWhatASortedMapHoldsAndOldVersionsStay(long seed) {
        Random random = new Random(seed);
        PersistentTree<Integer, Integer> tree = PersistentTree.empty();
        TreeMap<Integer, Integer> model = new TreeMap<>();
        PersistentTree<Integer, Integer> old = tree;
        Map<Integer, Integer> oldModel = Map.of();
        for (int step = 0; step < 4_000; step++) {
            int key = random.nextInt(300);
            if (random.nextInt(5) < 2) {
                tree = tree.without(key);
                model.remove(key);
            } else {
                tree = tree.with(key, step);
                model.put(key, step);
            }
            if (step == 2_000) {
                old = tree;
                oldModel = new TreeMap<>(model);
            }
            if (step % 50 == 0) {
                assertThat(contents(tree)).as("seed %d", seed).isEqualTo(contents(model));
                assertThat(tree.size()).isEqualTo(model.size());
                assertThat(tree.get(key)).isEqualTo(model.get(key));
            }
        }
        assertThat(contents(old)).as("seed %d", seed).isEqualTo(contents(oldModel));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 49, 50, 98, 99, 100})
    void startsAtTheFirstKeyThatIsNotBelow(int first) {
        PersistentTree<Integer, String> tree = PersistentTree.empty();
        for (int i = 0; i < 50; i++) {
            tree = tree.with(i * 2, "v" + i);
        }
        List<Integer> keys = new ArrayList<>();
        tree.from(first).forEach(entry -> keys.add(entry.key()));
        List<Integer> expected = new ArrayList<>();
        tree.forEach(entry -> {
            if (entry.key() >= first) {
                expected.add(entry.key());
            }
        });
        assertThat(keys).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 20_000})
    void comparesFewKeysEvenWhenTheyCameInOrder(int size) {
        AtomicInteger comparisons = new AtomicInteger();
        PersistentTree<CountingKey, Integer> tree = PersistentTree.empty();
        for (int i = 0; i < size; i++) {
            tree = tree.with(new CountingKey(i, comparisons), i);
        }
        int most = 0;
        for (int i = 0; i < size; i++) {
            comparisons.set(0);
            assertThat(tree.get(new CountingKey(i, comparisons))).isEqualTo(i);
            most = Math.max(most, comparisons.get());
        }
        assertThat(most).isLessThanOrEqualTo((int) (1.45 * Math.log(size) / Math.log(2)) + 1);
    }

    private record CountingKey(int value, AtomicInteger comparisons)
            implements Comparable<CountingKey> {
        @Override
        public int compareTo(CountingKey other) {
            comparisons.incrementAndGet();
            return Integer.compare(value, other.value);
        }
    }

    private static List<Map.Entry<Integer, Integer>> contents(
            PersistentTree<Integer, Integer> tree) {
        List<Map.Entry<Integer, Integer>> contents = new ArrayList<>();
        tree.forEach(entry -> contents.add(Map.entry(entry.key(), entry.value())));
        return contents;
    }

    private static List<Map.Entry<Integer, Integer>> contents(Map<Integer, Integer> map) {
        return new ArrayList<>(new TreeMap<>(map).entrySet());
    }
}

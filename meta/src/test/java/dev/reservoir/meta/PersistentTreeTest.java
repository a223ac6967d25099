package dev.reservoir.meta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    /** Orders in which keys come that a tree without rotations would not stand. */
    enum Order {
        ASCENDING,
        DESCENDING,
        FROM_BOTH_ENDS,
        FROM_THE_MIDDLE;

        int key(int i, int size) {
            int inwards = i % 2 == 0 ? i / 2 : size - 1 - i / 2;
            return switch (this) {
                case ASCENDING -> i;
                case DESCENDING -> size - 1 - i;
                case FROM_BOTH_ENDS -> inwards;
                case FROM_THE_MIDDLE -> (inwards + size / 2) % size;
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void comparesFewKeysInWhateverOrderTheyCame(Order order) {
        int size = 10_000;
        AtomicInteger comparisons = new AtomicInteger();
        PersistentTree<CountingKey, Integer> tree = PersistentTree.empty();
        for (int i = 0; i < size; i++) {
            tree = tree.with(new CountingKey(order.key(i, size), comparisons), i);
        }
        assertThat(mostComparisons(tree, 0, size, comparisons)).isLessThanOrEqualTo(mostFor(size));
        for (int i = 0; i < size - 100; i++) {
            tree = tree.without(new CountingKey(i, comparisons));
        }
        assertThat(mostComparisons(tree, size - 100, size, comparisons))
                .isLessThanOrEqualTo(mostFor(100));
    }

    /** The height of an AVL tree is at most 1.44 times the logarithm of its size. */
    private static int mostFor(int size) {
        return (int) (1.45 * Math.log(size) / Math.log(2)) + 1;
    }

    private static int mostComparisons(
            PersistentTree<CountingKey, Integer> tree,
            int from,
            int to,
            AtomicInteger comparisons) {
        int most = 0;
        for (int i = from; i < to; i++) {
            comparisons.set(0);
            assertThat(tree.get(new CountingKey(i, comparisons))).isNotNull();
            most = Math.max(most, comparisons.get());
        }
        return most;
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

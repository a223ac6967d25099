package dev.reservoir.meta;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A sorted map that never changes: {@link #with} and {@link #without} give a new one that shares
 * all but O(log n) nodes with the old one. An AVL tree, so a look-up among 5,000 keys compares 14
 * at most. Iteration is in key order; any number of threads may read.
 */
public final class PersistentTree<K extends Comparable<K>, V>
        implements Iterable<PersistentTree.Entry<K, V>> {
    private final @Nullable Node<K, V> root;
    private final int size;

    private PersistentTree(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    public static <K extends Comparable<K>, V> PersistentTree<K, V> empty() {
        return new PersistentTree<>(null, 0);
    }

    /** A key with its value. */
    public record Entry<K, V>(K key, V value) {}

    private record Node<K extends Comparable<K>, V>(
            Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height) {
        int compare(K other) {
            return other.compareTo(entry.key());
        }
    }

    public int size() {
        return size;
    }

    public @Nullable V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = node.compare(key);
            if (order == 0) {
                return node.entry().value();
            }
            node = order < 0 ? node.left() : node.right();
        }
        return null;
    }

    public boolean contains(K key) {
        return get(key) != null;
    }

    /** This map with a key's value added or replaced. */
    public PersistentTree<K, V> with(K key, V value) {
        return new PersistentTree<>(
                insert(root, new Entry<>(key, value)), contains(key) ? size : size + 1);
    }

    /** This map without a key, or this very map when it is not there. */
    public PersistentTree<K, V> without(K key) {
        return contains(key) ? new PersistentTree<>(remove(root, key), size - 1) : this;
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        return new InOrder<>(root, null);
    }

    /** The entries whose keys are not below one, in order. */
    public Iterable<Entry<K, V>> from(K first) {
        return () -> new InOrder<>(root, first);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof PersistentTree<?, ?> that) || that.size != size) {
            return false;
        }
        Iterator<? extends Entry<?, ?>> theirs = that.iterator();
        for (Entry<K, V> entry : this) {
            if (!entry.equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Entry<K, V> entry : this) {
            hash = 31 * hash + entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Entry<K, V> entry : this) {
            text.append(text.length() == 1 ? "" : ", ");
            text.append(entry.key()).append('=').append(entry.value());
        }
        return text.append('}').toString();
    }

    private static <K extends Comparable<K>, V> Node<K, V> insert(
            @Nullable Node<K, V> node, Entry<K, V> added) {
        if (node == null) {
            return new Node<>(added, null, null, 1);
        }
        int order = node.compare(added.key());
        if (order == 0) {
            return new Node<>(added, node.left(), node.right(), node.height());
        }
        return order < 0
                ? balanced(node.entry(), insert(node.left(), added), node.right())
                : balanced(node.entry(), node.left(), insert(node.right(), added));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(
            @Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = node.compare(key);
        if (order < 0) {
            return balanced(node.entry(), remove(node.left(), key), node.right());
        }
        if (order > 0) {
            return balanced(node.entry(), node.left(), remove(node.right(), key));
        }
        Node<K, V> right = node.right();
        if (right == null) {
            return node.left();
        }
        Entry<K, V> successor = first(right);
        return balanced(successor, node.left(), remove(right, successor.key()));
    }

    private static <K extends Comparable<K>, V> Entry<K, V> first(Node<K, V> node) {
        Node<K, V> lowest = node;
        for (Node<K, V> left = lowest.left(); left != null; left = lowest.left()) {
            lowest = left;
        }
        return lowest.entry();
    }

    private static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height();
    }

    private static <K extends Comparable<K>, V> Node<K, V> node(
            Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(entry, left, right, 1 + Math.max(height(left), height(right)));
    }

    /** A node over two balanced trees whose heights differ by two at most. */
    private static <K extends Comparable<K>, V> Node<K, V> balanced(
            Entry<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left != null && left.height() > height(right) + 1) {
            Node<K, V> inner = left.right();
            if (inner == null || height(left.left()) >= inner.height()) {
                return node(left.entry(), left.left(), node(entry, inner, right));
            }
            return node(
                    inner.entry(),
                    node(left.entry(), left.left(), inner.left()),
                    node(entry, inner.right(), right));
        }
        if (right != null && right.height() > height(left) + 1) {
            Node<K, V> inner = right.left();
            if (inner == null || height(right.right()) >= inner.height()) {
                return node(right.entry(), node(entry, left, inner), right.right());
            }
            return node(
                    inner.entry(),
                    node(entry, left, inner.left()),
                    node(right.entry(), inner.right(), right.right()));
        }
        return node(entry, left, right);
    }

    private static final class InOrder<K extends Comparable<K>, V>
            implements Iterator<Entry<K, V>> {
        private final Deque<Node<K, V>> path = new ArrayDeque<>();

        InOrder(@Nullable Node<K, V> root, @Nullable K first) {
            Node<K, V> node = root;
            while (node != null) {
                if (first != null && node.compare(first) > 0) {
                    node = node.right();
                } else {
                    path.push(node);
                    node = node.left();
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public Entry<K, V> next() {
            if (path.isEmpty()) {
                throw new NoSuchElementException("the map has no further entry");
            }
            Node<K, V> node = path.pop();
            for (Node<K, V> below = node.right(); below != null; below = below.left()) {
                path.push(below);
            }
            return node.entry();
        }
    }
}

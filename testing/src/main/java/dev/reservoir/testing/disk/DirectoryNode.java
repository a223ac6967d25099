package dev.reservoir.testing.disk;

import java.util.TreeMap;

/** A directory: the names the process sees, and those that are durable for sure. */
final class DirectoryNode implements Node {
    final TreeMap<String, Node> names = new TreeMap<>();
    final TreeMap<String, Node> durable = new TreeMap<>();
}

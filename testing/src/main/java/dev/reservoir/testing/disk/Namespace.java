package dev.reservoir.testing.disk;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** All names of a disk, and those changes to them that are not durable. Guarded by its lock. */
final class Namespace {
    private static final int STYLES = 4;

    final DirectoryNode root;
    private final List<NameChange> unsynced = new ArrayList<>();

    Namespace(DirectoryNode root) {
        this.root = root;
    }

    @Nullable Node find(Path path) {
        Node at = root;
        for (Path name : path.normalize()) {
            if (!(at instanceof DirectoryNode directory)) {
                return null;
            }
            at = name.toString().isEmpty() ? at : directory.names.get(name.toString());
        }
        return at;
    }

    @Nullable DirectoryNode directory(@Nullable Path path) {
        Node node = path == null ? root : find(path);
        return node instanceof DirectoryNode directory ? directory : null;
    }

    void put(DirectoryNode directory, String name, Node node) {
        directory.names.put(name, node);
        unsynced.add(new NameChange(new NameChange.What.Put(directory, name, node)));
    }

    void remove(DirectoryNode directory, String name) {
        directory.names.remove(name);
        unsynced.add(new NameChange(new NameChange.What.Remove(directory, name)));
    }

    void move(DirectoryNode from, String oldName, DirectoryNode to, String newName) {
        Node node = from.names.remove(oldName);
        if (node == null) {
            throw new IllegalStateException("nothing is called " + oldName);
        }
        to.names.put(newName, node);
        unsynced.add(new NameChange(new NameChange.What.Move(from, oldName, to, newName)));
    }

    void sync(DirectoryNode directory) {
        unsynced.forEach(change -> change.synced(directory));
        while (!unsynced.isEmpty() && unsynced.getFirst().isDurable()) {
            unsynced.removeFirst().settle();
        }
    }

    long bytes() {
        return bytes(root);
    }

    private static long bytes(Node node) {
        return switch (node) {
            case FileNode file -> file.size();
            case DirectoryNode directory ->
                    directory.names.values().stream().mapToLong(Namespace::bytes).sum();
        };
    }

    /** What a power cut leaves, all of it durable. */
    Namespace afterPowerCut(RandomGenerator random) {
        int style = random.nextInt(STYLES);
        int stop = random.nextInt(unsynced.size() + 1);
        Map<DirectoryNode, Map<String, Node>> tables = new HashMap<>();
        for (int i = 0; i < unsynced.size(); i++) {
            NameChange change = unsynced.get(i);
            boolean keep =
                    switch (style) {
                        case 0 -> false;
                        case 1 -> true;
                        case 2 -> i < stop;
                        default -> random.nextBoolean();
                    };
            if (keep || change.isDurable()) {
                change.applyTo(tables);
            }
        }
        return new Namespace(survivors(root, tables, random));
    }

    private static DirectoryNode survivors(
            DirectoryNode directory,
            Map<DirectoryNode, Map<String, Node>> tables,
            RandomGenerator random) {
        DirectoryNode left = new DirectoryNode();
        tables.getOrDefault(directory, directory.durable)
                .forEach((name, node) ->
                        left.names.put(
                                name,
                                switch (node) {
                                    case FileNode file -> file.afterPowerCut(random);
                                    case DirectoryNode inner -> survivors(inner, tables, random);
                                }));
        left.durable.putAll(left.names);
        return left;
    }
}

package dev.reservoir.testing.disk;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A name that came, went or moved. It is durable when every directory it touches was synced; until
 * then a power cut keeps it or drops it, as a whole.
 */
final class NameChange {
    /** What happened. */
    sealed interface What {
        record Put(DirectoryNode directory, String name, Node node) implements What {}

        record Remove(DirectoryNode directory, String name) implements What {}

        record Move(DirectoryNode from, String oldName, DirectoryNode to, String newName)
                implements What {}
    }

    private final What what;
    private final Set<DirectoryNode> waitsFor = new HashSet<>();

    NameChange(What what) {
        this.what = what;
        switch (what) {
            case What.Put put -> waitsFor.add(put.directory());
            case What.Remove remove -> waitsFor.add(remove.directory());
            case What.Move move -> {
                waitsFor.add(move.from());
                waitsFor.add(move.to());
            }
        }
    }

    void synced(DirectoryNode directory) {
        waitsFor.remove(directory);
    }

    boolean isDurable() {
        return waitsFor.isEmpty();
    }

    /** Makes the change in tables of names by directory. */
    void applyTo(Map<DirectoryNode, Map<String, Node>> tables) {
        switch (what) {
            case What.Put put -> table(tables, put.directory()).put(put.name(), put.node());
            case What.Remove remove -> table(tables, remove.directory()).remove(remove.name());
            case What.Move move -> {
                Node moved = table(tables, move.from()).remove(move.oldName());
                if (moved != null) {
                    table(tables, move.to()).put(move.newName(), moved);
                }
            }
        }
    }

    /** Makes the change in what is durable. */
    void settle() {
        switch (what) {
            case What.Put put -> put.directory().durable.put(put.name(), put.node());
            case What.Remove remove -> remove.directory().durable.remove(remove.name());
            case What.Move move -> {
                Node moved = move.from().durable.remove(move.oldName());
                if (moved != null) {
                    move.to().durable.put(move.newName(), moved);
                }
            }
        }
    }

    private static Map<String, Node> table(
            Map<DirectoryNode, Map<String, Node>> tables, DirectoryNode directory) {
        return tables.computeIfAbsent(directory, d -> new TreeMap<>(d.durable));
    }
}

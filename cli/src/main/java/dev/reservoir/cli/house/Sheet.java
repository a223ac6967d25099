package dev.reservoir.cli.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thing with its values, and tables of what belongs to it. */
public final class Sheet {
    private static final int GAP = 2;

    /** A value as programs and as people read it. */
    private record Line(String label, String shown) {}

    private final Map<String, Object> tree = new LinkedHashMap<>();
    private final List<Line> values = new ArrayList<>();
    private final Map<String, Part<?>> parts = new LinkedHashMap<>();

    private record Part<T>(Table<T> table, List<T> rows) {}

    /** A value that is shown as it is. */
    public Sheet value(String key, String label, Object value) {
        return value(key, label, value, value.toString());
    }

    /** A value that is shown otherwise. */
    public Sheet value(String key, String label, Object value, String shown) {
        tree.put(key, value);
        values.add(new Line(label, shown));
        return this;
    }

    /** Rows under a title of their own. */
    public <T> Sheet part(String key, String title, Table<T> table, List<T> rows) {
        tree.put(key, table.tree(rows));
        parts.put(title, new Part<>(table, rows));
        return this;
    }

    Map<String, Object> tree() {
        return tree;
    }

    List<String> lines(Ink ink) {
        List<String> lines = new ArrayList<>();
        int width = values.stream().mapToInt(line -> line.label().length()).max().orElse(0) + GAP;
        for (Line line : values) {
            String pad = " ".repeat(width - line.label().length());
            lines.add((ink.heading(line.label()) + pad + line.shown()).stripTrailing());
        }
        parts.forEach((title, part) -> {
            if (!part.rows().isEmpty()) {
                lines.add("");
                lines.add(ink.heading(title));
                part(part, ink).forEach(line -> lines.add("  " + line));
            }
        });
        return lines;
    }

    private static <T> List<String> part(Part<T> part, Ink ink) {
        return part.table().lines(part.rows(), ink);
    }
}

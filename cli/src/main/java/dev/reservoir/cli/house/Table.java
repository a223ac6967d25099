package dev.reservoir.cli.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Columns over rows of one kind: the same columns make the table that people see and the objects
 * that programs read, so that neither has what the other lacks.
 */
public final class Table<T> {
    private static final int GAP = 2;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    /**
     * @param key the name of the value in an object, in camel case
     * @param heading over the column
     * @param value text, number, truth value, list of these, or {@link Output.Nothing}
     * @param shown the value as people read it
     */
    private record Column<T>(
            String key,
            String heading,
            Function<T, Object> value,
            Function<Object, String> shown) {}

    private final List<Column<T>> columns = new ArrayList<>();

    /** A column whose values are shown as they are. */
    public Table<T> column(String key, Function<T, Object> value) {
        return column(key, heading(key), value, Table::plain);
    }

    /** A column of numbers of bytes. */
    public Table<T> bytes(String key, Function<T, Object> value) {
        return column(key, heading(key), value, Sizes::shown);
    }

    /**
     * A column of spans in milliseconds, its key ending in {@code Ms}, which the heading leaves
     * out.
     */
    public Table<T> span(String key, Function<T, Object> value) {
        return column(key, heading(key.replaceFirst("Ms$", "")), value, Times::shown);
    }

    /** A column of numbers with separators between thousands. */
    public Table<T> count(String key, Function<T, Object> value) {
        return column(key, heading(key), value, Sizes::count);
    }

    private Table<T> column(
            String key, String heading, Function<T, Object> value, Function<Object, String> shown) {
        columns.add(new Column<>(key, heading, value, shown));
        return this;
    }

    /** The words of a key in camel case. */
    private static String heading(String key) {
        return key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toUpperCase(Locale.ROOT);
    }

    /** Clients choose the names of groups: none shall be more than a cell. */
    private static String plain(Object value) {
        String text =
                value instanceof List<?> list
                        ? String.join(", ", list.stream().map(String::valueOf).toList())
                        : value.toString();
        return CONTROL.matcher(text).replaceAll("?");
    }

    /** The rows as objects. */
    List<Map<String, Object>> tree(List<T> rows) {
        List<Map<String, Object>> tree = new ArrayList<>();
        for (T row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            columns.forEach(column -> object.put(column.key(), column.value().apply(row)));
            tree.add(object);
        }
        return tree;
    }

    /** The heading and the rows; numbers stand at the right of their column. */
    List<String> lines(List<T> rows, Ink ink) {
        List<List<String>> cells = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        for (Column<T> column : columns) {
            List<Object> values = rows.stream().map(column.value()).toList();
            List<String> texts = new ArrayList<>(List.of(column.heading()));
            values.forEach(value -> texts.add(column.shown().apply(Objects.requireNonNull(value))));
            cells.add(texts);
            widths.add(texts.stream().mapToInt(String::length).max().orElse(0));
            right.add(
                    values.stream().anyMatch(Number.class::isInstance)
                            && values.stream().allMatch(Table::isNumber));
        }
        List<String> lines = new ArrayList<>();
        for (int row = 0; row <= rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String cell = cells.get(i).get(row);
                int pad = widths.get(i) - cell.length();
                line.append(right.get(i) ? " ".repeat(pad) + cell : cell + " ".repeat(pad));
                line.repeat(' ', GAP);
            }
            String text = line.toString().stripTrailing();
            lines.add(row == 0 ? ink.heading(text) : text);
        }
        return lines;
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Output.Nothing;
    }
}

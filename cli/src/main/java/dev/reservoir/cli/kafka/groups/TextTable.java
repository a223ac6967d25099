package dev.reservoir.cli.kafka.groups;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns with one space between. */
final class TextTable {
    private final List<String> headings = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final List<Boolean> growing = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column that is as wide as its widest cell and at least {@code least}. */
    TextTable column(String heading, int least) {
        return add(heading, least, true);
    }

    /**
     * Adds a column that is {@code width} wide; longer cells stick out. The last one needs no more
     * than 0.
     */
    TextTable fixedColumn(String heading, int width) {
        return add(heading, width, false);
    }

    private TextTable add(String heading, int width, boolean grows) {
        headings.add(heading);
        widths.add(width);
        growing.add(grows);
        return this;
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        for (int i = 0; i < cells.size(); i++) {
            if (growing.get(i)) {
                widths.set(i, Math.max(widths.get(i), cells.get(i).length()));
            }
        }
        return this;
    }

    /** The lines, headings first. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(headings));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                line.append(' ');
            }
            String cell = cells.get(i);
            line.append(cell).repeat(' ', Math.max(0, widths.get(i) - cell.length()));
        }
        return line.toString();
    }
}

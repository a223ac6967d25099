package dev.reservoir.cli.groups;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, in columns padded to their widest cell or a least width, with one space
 * between.
 *
 * <p>The last column is padded too if its least width is not 0, which is how Kafka's tools print
 * some of their tables.
 */
final class TextTable {
    private final List<String> headings = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column that is as wide as its widest cell and at least {@code least}. */
    TextTable column(String heading, int least) {
        headings.add(heading);
        widths.add(least);
        return this;
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        for (int i = 0; i < cells.size(); i++) {
            if (widths.get(i) > 0) {
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

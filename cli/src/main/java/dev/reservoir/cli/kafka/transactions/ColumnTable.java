package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.Terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings; every cell is as wide as the widest of its column and ends with a tab. */
final class ColumnTable {
    private final List<List<String>> rows = new ArrayList<>();

    ColumnTable(String... headings) {
        rows.add(List.of(headings));
    }

    void row(Object... cells) {
        rows.add(List.of(cells).stream().map(String::valueOf).toList());
    }

    void print(Terminal terminal) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < rows.getFirst().size(); i++) {
            int column = i;
            widths.add(rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                line.append(cell).repeat(' ', widths.get(i) - cell.length()).append('\t');
            }
            terminal.out().println(line);
        }
    }
}

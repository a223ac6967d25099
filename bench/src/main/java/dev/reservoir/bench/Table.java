package dev.reservoir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of text under a head; prints itself aligned or as Markdown. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    String aligned() {
        return render("  ", "", "");
    }

    String markdown() {
        List<String> lines = new ArrayList<>(render(" | ", "| ", " |").lines().toList());
        lines.add(
                1,
                rows.getFirst().stream()
                        .map(_ -> "---")
                        .collect(Collectors.joining("|", "|", "|")));
        return String.join("\n", lines) + "\n";
    }

    private String render(String between, String before, String after) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(before);
            for (int i = 0; i < widths.length; i++) {
                line.append(i == 0 ? "" : between).append(row.get(i));
                line.repeat(' ', widths[i] - row.get(i).length());
            }
            out.append(line.append(after).toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}

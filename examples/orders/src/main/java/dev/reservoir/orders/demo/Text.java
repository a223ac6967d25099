package dev.reservoir.orders.demo;

import java.util.ArrayList;
import java.util.List;

/** A line of the screen: pieces of text, each in a style, cut where the screen ends. */
final class Text {
    /** How a piece looks; each has its code in ECMA-48's "select graphic rendition". */
    enum Style {
        PLAIN(""),
        BOLD("1"),
        FAINT("2"),
        GOOD("32"),
        WARNING("33"),
        BAD("1;31");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        private String applied(String text) {
            return code.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
        }
    }

    private record Piece(Style style, String text) {}

    private final List<Piece> pieces = new ArrayList<>();

    static Text of(Style style, String text) {
        return new Text().add(style, text);
    }

    static Text empty() {
        return new Text();
    }

    Text add(Style style, String text) {
        pieces.add(new Piece(style, text.replaceAll("\\p{Cntrl}", "?")));
        return this;
    }

    /** Adds a text that takes {@code width} columns, and a column between it and the next. */
    Text column(Style style, String text, int width) {
        String cut = text.length() > width ? text.substring(0, width) : text;
        return add(style, cut).add(Style.PLAIN, " ".repeat(width - cut.length() + 1));
    }

    int length() {
        return pieces.stream().mapToInt(piece -> piece.text().length()).sum();
    }

    /** The line in at most {@code width} columns. */
    String render(int width, boolean colours) {
        StringBuilder line = new StringBuilder();
        int room = width;
        for (Piece piece : pieces) {
            String cut = piece.text().substring(0, Math.min(room, piece.text().length()));
            line.append(colours ? piece.style().applied(cut) : cut);
            room -= cut.length();
        }
        return line.toString();
    }
}

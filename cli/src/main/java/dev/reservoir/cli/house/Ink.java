package dev.reservoir.cli.house;

import dev.reservoir.cli.Terminal;

/** Colours where the terminal shows them, nothing elsewhere. */
public enum Ink {
    COLOUR,
    PLAIN;

    private static final String ESCAPE = "\u001b[";

    /** What the terminal's standard output can show. */
    public static Ink of(Terminal terminal) {
        return terminal.colour() ? COLOUR : PLAIN;
    }

    public String heading(String text) {
        return in("1", text);
    }

    /** For what matters less. */
    public String faint(String text) {
        return in("2", text);
    }

    public String key(String text) {
        return in("36", text);
    }

    public String good(String text) {
        return in("32", text);
    }

    public String warning(String text) {
        return in("33", text);
    }

    public String bad(String text) {
        return in("31", text);
    }

    private String in(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : ESCAPE + code + "m" + text + ESCAPE + "0m";
    }
}

package dev.reservoir.cli.house.produce;

/** Input quoted in an error. */
final class Shortened {
    private static final int SHOWN = 60;

    private Shortened() {}

    static String of(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }
}

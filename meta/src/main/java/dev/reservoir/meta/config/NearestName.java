package dev.reservoir.meta.config;

import org.jspecify.annotations.Nullable;

/** Finds what somebody meant who mistyped a name. */
public final class NearestName {
    private NearestName() {}

    /**
     * The name that needs the fewest edits to become another, null when none is near: at most a
     * third of the letters may differ.
     */
    public static @Nullable String of(String wanted, Iterable<String> names) {
        String nearest = null;
        int best = wanted.length() / 3 + 1;
        for (String name : names) {
            int edits = edits(wanted, name);
            if (edits < best) {
                best = edits;
                nearest = name;
            }
        }
        return nearest;
    }

    /** " Did you mean x?", or nothing when no name is near. */
    public static String hint(String wanted, Iterable<String> names) {
        String nearest = of(wanted, names);
        return nearest == null ? "" : ". Did you mean " + nearest + "?";
    }

    /** The edits (insert, delete, replace one letter) between two texts. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}

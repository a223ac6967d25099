package dev.reservoir.coord.script;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A command's words: its name, a bare one, then {@code name=value}. */
public record Words(List<String> words) {
    public Words {
        words = List.copyOf(words);
    }

    public boolean bare() {
        return words.size() > 1 && !words.get(1).contains("=");
    }

    /** The bare word; {@code -} stands for the empty one. */
    public String first() {
        return words.get(1).equals("-") ? "" : words.get(1);
    }

    public @Nullable String nullable(String name) {
        for (String word : words) {
            if (word.startsWith(name + "=")) {
                return word.substring(name.length() + 1);
            }
        }
        return null;
    }

    public String text(String name, String otherwise) {
        return Objects.requireNonNullElse(nullable(name), otherwise);
    }

    public int number(String name, int otherwise) {
        String text = nullable(name);
        return text == null ? otherwise : Integer.parseInt(text);
    }

    public List<String> list(String name) {
        String text = text(name, "");
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    public Map<String, String> pairs(String name) {
        return pairs(name, "");
    }

    public Map<String, String> pairs(String name, String otherwise) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String text = text(name, otherwise);
        for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int colon = pair.indexOf(':');
            pairs.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return pairs;
    }
}

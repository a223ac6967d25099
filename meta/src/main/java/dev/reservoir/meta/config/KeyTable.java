package dev.reservoir.meta.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads keys from a text with one key a line: name, type, default, rule and documentation between
 * bars. A default of {@code -} is no value; a rule is {@code >=n}, {@code n..m}, {@code {a,b}} for
 * one of, {@code [a,b]} for a list of, or nothing.
 */
final class KeyTable {
    private static final Pattern RANGE = Pattern.compile("(-?[0-9.]+?)\\.\\.(-?[0-9.]+)");

    private KeyTable() {}

    static ConfigKeys parse(String table) {
        List<ConfigKey> keys = new ArrayList<>();
        for (String line : table.lines().toList()) {
            if (!line.isBlank()) {
                keys.add(key(line.split("\\|", -1)));
            }
        }
        return new ConfigKeys(keys);
    }

    private static ConfigKey key(String[] columns) {
        if (columns.length != 5) {
            throw new IllegalArgumentException("not five columns: " + String.join("|", columns));
        }
        String defaultValue = columns[2].strip();
        return new ConfigKey(
                columns[0].strip(),
                ConfigType.valueOf(columns[1].strip().toUpperCase(Locale.ROOT)),
                defaultValue.equals("-") ? null : defaultValue,
                rule(columns[3].strip()),
                columns[4].strip());
    }

    private static Rule rule(String text) {
        if (text.isEmpty()) {
            return Rule.ANY;
        }
        if (text.startsWith(">=")) {
            return Rule.atLeast(Long.parseLong(text.substring(2)));
        }
        String[] items = text.substring(1, text.length() - 1).split(",", -1);
        if (text.startsWith("{")) {
            return Rule.oneOf(items);
        }
        if (text.startsWith("[")) {
            return Rule.eachOf(items);
        }
        if (text.equals("gzip")) {
            return new Rule.GzipLevel();
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return Rule.between(
                    Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2)));
        }
        throw new IllegalArgumentException("not a rule: " + text);
    }
}

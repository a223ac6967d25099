package dev.reservoir.meta.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting that exists.
 *
 * @param defaultValue the text that holds where none is given, null for no value
 * @param rule what values it takes
 * @param documentation what it does, in one or two sentences
 */
public record ConfigKey(
        String name,
        ConfigType type,
        @Nullable String defaultValue,
        Rule rule,
        String documentation) {
    /** Characters of the longest value. */
    private static final int MAX_LENGTH = 32_767;

    /** Characters of a wrong value that its error repeats. */
    private static final int SHOWN = 100;

    /** Whether the value is a secret that is never shown. */
    public boolean sensitive() {
        return type == ConfigType.PASSWORD;
    }

    /** What values it takes, in words that complete "must be". */
    public String allowed() {
        return rule.equals(Rule.ANY) ? type.allowed() : rule.allowed();
    }

    /**
     * The value of a text, as an object of the key's type.
     *
     * @throws InvalidConfigException when the key does not take this value
     */
    public Object parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid(text, "at most " + MAX_LENGTH + " characters, not " + text.length());
        }
        Object value;
        try {
            value = type.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(text, type.allowed());
        }
        if (!rule.allows(value)) {
            throw invalid(text, rule.allowed());
        }
        return value;
    }

    private InvalidConfigException invalid(String text, String allowed) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new InvalidConfigException(
                "Invalid value "
                        + (sensitive() ? "(hidden)" : shown)
                        + " for configuration "
                        + name
                        + ": must be "
                        + allowed);
    }
}

package dev.reservoir.meta.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The types of Kafka's configs; {@link #code} is what DescribeConfigs sends. */
public enum ConfigType {
    BOOLEAN(1, "true or false"),
    STRING(2, "a text"),
    INT(3, "a whole number between -2147483648 and 2147483647"),
    SHORT(4, "a whole number between -32768 and 32767"),
    LONG(5, "a whole number between -9223372036854775808 and 9223372036854775807"),
    DOUBLE(6, "a number"),
    LIST(7, "texts separated by commas"),
    CLASS(8, "the name of a class"),
    PASSWORD(9, "a text");

    private final byte code;
    private final String allowed;

    ConfigType(int code, String allowed) {
        this.code = (byte) code;
        this.allowed = allowed;
    }

    public byte code() {
        return code;
    }

    /** What values this type takes, in words. */
    String allowed() {
        return allowed;
    }

    /**
     * The value of a text: Boolean, String, Integer, Short, Long, Double or a list of String.
     *
     * @throws IllegalArgumentException when the text is not of this type
     */
    Object parse(String text) {
        String trimmed = text.strip();
        return switch (this) {
            case BOOLEAN -> parseBoolean(trimmed);
            case INT -> Integer.valueOf(trimmed);
            case SHORT -> Short.valueOf(trimmed);
            case LONG -> Long.valueOf(trimmed);
            case DOUBLE -> Double.valueOf(trimmed);
            case LIST -> parseList(trimmed);
            case STRING, CLASS, PASSWORD -> trimmed;
        };
    }

    /** The canonical text of a parsed value. */
    static String text(Object value) {
        return value instanceof Collection<?> items
                ? items.stream().map(Object::toString).collect(Collectors.joining(","))
                : value.toString();
    }

    private static Boolean parseBoolean(String text) {
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw new IllegalArgumentException(text);
    }

    private static List<String> parseList(String text) {
        List<String> items = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String item : text.split(",", -1)) {
                items.add(item.strip());
            }
        }
        return List.copyOf(items);
    }
}

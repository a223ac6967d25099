package dev.reservoir.meta.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Settings as users write them: a properties file of Kafka, and {@code key=value} beside it. */
public final class Settings {
    private Settings() {}

    /**
     * Reads a properties file as Kafka does: ISO 8859-1, {@code #} for comments, the last of equal
     * keys counts. The stream stays open.
     */
    public static Map<String, String> read(InputStream properties) throws IOException {
        Properties read = new Properties();
        try {
            read.load(properties);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(
                    "The properties file cannot be read: " + e.getMessage());
        }
        Map<String, String> settings = new TreeMap<>();
        for (String key : read.stringPropertyNames()) {
            settings.put(key.strip(), read.getProperty(key).strip());
        }
        return settings;
    }

    /** One {@code key=value}; what follows the first {@code =} is the value. */
    public static Map.Entry<String, String> parse(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            throw new InvalidConfigException(
                    "Invalid setting " + assignment + ": must be key=value");
        }
        return Map.entry(
                assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }
}

package dev.reservoir.meta.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker listens, or what it tells clients to connect to.
 *
 * @param name Kafka's name of the listener
 * @param host without brackets; "" for every address
 * @param port 0 to 65535; 0 lets the system choose
 */
public record Listener(String name, String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_.-]+)://\\[?([0-9a-zA-Z%._:-]*)\\]?:([0-9]{1,5})");

    /** Whether this listens on every address. */
    public boolean everyAddress() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    public String address() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return name + "://" + address();
    }

    /** The listeners of a key's value; names and ports differ among them. */
    static List<Listener> parseAll(String key, List<String> values) {
        List<Listener> listeners = new ArrayList<>();
        for (String value : values) {
            Listener parsed = parse(key, value);
            for (Listener other : listeners) {
                if (other.name.equals(parsed.name)) {
                    throw invalid(key, value, "the name " + parsed.name + " occurs twice");
                }
            }
            listeners.add(parsed);
        }
        return listeners;
    }

    private static Listener parse(String key, String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw invalid(key, value, "must be NAME://host:port, for example PLAINTEXT://:9092");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port > 65535) {
            throw invalid(key, value, "the port must be between 0 and 65535");
        }
        return new Listener(matcher.group(1).toUpperCase(Locale.ROOT), matcher.group(2), port);
    }

    private static InvalidConfigException invalid(String key, String value, String problem) {
        return new InvalidConfigException(
                "Invalid value " + value + " for configuration " + key + ": " + problem);
    }
}

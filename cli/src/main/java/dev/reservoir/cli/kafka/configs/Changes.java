package dev.reservoir.cli.kafka.configs;

import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.UsageException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code --alter} changes.
 *
 * @param added values by key
 * @param deleted keys
 */
record Changes(Map<String, String> added, List<String> deleted) {
    /** Not within brackets. */
    private static final String OUTSIDE = "(?=[^\\]]*(?:\\[|$))";

    private static final Pattern COMMA = Pattern.compile("," + OUTSIDE);
    private static final Pattern EQUALS = Pattern.compile("\\s*=\\s*" + OUTSIDE);

    /** The dollar sign is in the names of loggers. */
    private static final Pattern KEY = Pattern.compile("[$a-zA-Z0-9._-]*");

    static Changes of(ConfigsOptions options) {
        Map<String, String> added = new TreeMap<>();
        if (options.addConfigFile != null) {
            Properties file = KeyValues.load(options.addConfigFile);
            file.stringPropertyNames().forEach(key -> added.put(key, file.getProperty(key)));
        }
        added.putAll(pairs(options.addConfig));
        for (String key : added.keySet()) {
            if (!KEY.matcher(key).matches()) {
                throw new UsageException("Invalid character found for config key: " + key);
            }
        }
        List<String> deleted = new ArrayList<>();
        for (String list : options.deleteConfigs) {
            Arrays.stream(list.split(",")).map(String::trim).forEach(deleted::add);
        }
        return new Changes(added, deleted);
    }

    private static Map<String, String> pairs(@Nullable String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (text == null) {
            return pairs;
        }
        for (String part : COMMA.split(text)) {
            String[] pair = EQUALS.split(part, -1);
            if (pair.length != 2) {
                throw new UsageException(
                        "Invalid entity config '"
                                + part
                                + "': all configs to be added must be in the format \"key=val\" or"
                                + " \"key=[val1,val2]\" to group values which contain commas.");
            }
            pairs.put(pair[0].trim(), pair[1].replace("[", "").replace("]", "").trim());
        }
        return pairs;
    }

    /** Those of the keys that are added or deleted which {@code known} does not know. */
    List<String> unknown(Predicate<String> known) {
        return Stream.concat(added.keySet().stream(), deleted.stream())
                .filter(known.negate())
                .toList();
    }

    /** Whether any key that is added or deleted is one of {@code keys}. */
    boolean touches(Predicate<String> keys) {
        return Stream.concat(added.keySet().stream(), deleted.stream()).anyMatch(keys);
    }
}

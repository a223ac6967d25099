package dev.reservoir.meta.config;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The keys of one kind of resource, by name. */
public final class ConfigKeys {
    private final SortedMap<String, ConfigKey> byName;

    ConfigKeys(List<ConfigKey> keys) {
        SortedMap<String, ConfigKey> sorted = new TreeMap<>();
        for (ConfigKey key : keys) {
            if (sorted.put(key.name(), key) != null) {
                throw new IllegalArgumentException(key.name() + " is defined twice");
            }
        }
        byName = Collections.unmodifiableSortedMap(sorted);
    }

    public @Nullable ConfigKey get(String name) {
        return byName.get(name);
    }

    /** All keys in the order of their names. */
    public Collection<ConfigKey> all() {
        return byName.values();
    }

    /** A key that this program relies on. */
    ConfigKey require(String name) {
        ConfigKey key = byName.get(name);
        if (key == null) {
            throw new IllegalArgumentException("no key is called " + name);
        }
        return key;
    }
}

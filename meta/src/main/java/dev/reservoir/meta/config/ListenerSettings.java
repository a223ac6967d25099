package dev.reservoir.meta.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The listeners that a broker's settings ask for, without those of a KRaft controller. */
final class ListenerSettings {
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Listener> advertised = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    ListenerSettings(Map<String, String> given, BrokerConfig config) {
        Set<String> controllers =
                Set.of(
                        given.getOrDefault("controller.listener.names", "")
                                .strip()
                                .toUpperCase(Locale.ROOT)
                                .split("\\s*,\\s*", -1));
        Map<String, String> protocols = protocols(config);
        for (Listener listener :
                Listener.parseAll(BrokerKeys.LISTENERS, config.listValue(BrokerKeys.LISTENERS))) {
            if (controllers.contains(listener.name())) {
                notices.add(
                        "listeners: "
                                + listener
                                + " is not opened, for it is a KRaft controller's");
            } else {
                requirePlaintext(listener, protocols);
                listeners.add(listener);
            }
        }
        if (listeners.isEmpty()) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + String.join(",", config.listValue(BrokerKeys.LISTENERS))
                            + " for configuration listeners: must name at least one listener that"
                            + " is not a KRaft controller's, for example PLAINTEXT://:9092");
        }
        if (config.settings().containsKey(BrokerKeys.ADVERTISED_LISTENERS)) {
            advertise(config, controllers);
        }
    }

    List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    List<Listener> advertised() {
        return List.copyOf(advertised);
    }

    List<String> notices() {
        return notices;
    }

    private void advertise(BrokerConfig config, Set<String> controllers) {
        for (Listener listener :
                Listener.parseAll(
                        BrokerKeys.ADVERTISED_LISTENERS,
                        config.listValue(BrokerKeys.ADVERTISED_LISTENERS))) {
            if (controllers.contains(listener.name())) {
                continue;
            }
            if (listeners.stream().noneMatch(known -> known.name().equals(listener.name()))) {
                throw invalidAdvertised(listener, "listeners has no " + listener.name());
            }
            if (listener.everyAddress()) {
                throw invalidAdvertised(
                        listener, "must have a host name or address that clients can connect to");
            }
            advertised.add(listener);
        }
    }

    private static Map<String, String> protocols(BrokerConfig config) {
        Map<String, String> protocols = new HashMap<>();
        for (String pair : config.stringValue("listener.security.protocol.map").split(",", -1)) {
            String[] sides = pair.split(":", -1);
            if (sides.length != 2) {
                throw new InvalidConfigException(
                        "Invalid value "
                                + pair
                                + " for configuration listener.security.protocol.map: must be a"
                                + " list of NAME:PROTOCOL");
            }
            protocols.put(
                    sides[0].strip().toUpperCase(Locale.ROOT),
                    sides[1].strip().toUpperCase(Locale.ROOT));
        }
        return protocols;
    }

    private static void requirePlaintext(Listener listener, Map<String, String> protocols) {
        String protocol = protocols.get(listener.name());
        if (protocol == null) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + listener
                            + " for configuration listeners: listener.security.protocol.map gives"
                            + " no protocol for "
                            + listener.name()
                            + "; add "
                            + listener.name()
                            + ":PLAINTEXT to it");
        }
        if (!protocol.equals("PLAINTEXT")) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + listener
                            + " for configuration listeners: "
                            + protocol
                            + " is not served yet; use PLAINTEXT://"
                            + listener.address());
        }
    }

    private static InvalidConfigException invalidAdvertised(Listener listener, String problem) {
        return new InvalidConfigException(
                "Invalid value "
                        + listener
                        + " for configuration advertised.listeners: "
                        + problem);
    }
}

package dev.reservoir.broker.api;

import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.Listener;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.List;

/** What this broker calls itself towards clients. Immutable. */
public final class BrokerIdentity {
    private final String clusterId;
    private final int nodeId;
    private final @Nullable String rack;
    private final List<Listener> listeners;
    private final List<Listener> advertised;

    public BrokerIdentity(String clusterId, BrokerConfig config) {
        this.clusterId = clusterId;
        this.nodeId = config.nodeId();
        this.rack = config.rack();
        this.listeners = config.listeners();
        this.advertised = config.advertisedListeners();
    }

    /** Where clients connect to. */
    public record Endpoint(String host, int port) {}

    public String clusterId() {
        return clusterId;
    }

    public int nodeId() {
        return nodeId;
    }

    public @Nullable String rack() {
        return rack;
    }

    /**
     * Where a client shall connect to: what is advertised for the listener it came in on, else that
     * listener's host, else the address that it reached.
     */
    public Endpoint endpoint(RequestContext context) {
        InetSocketAddress reached = context.listener();
        for (Listener listener : listeners) {
            if (listener.port() == reached.getPort() || listeners.size() == 1) {
                return endpoint(listener, reached);
            }
        }
        return address(reached);
    }

    private Endpoint endpoint(Listener listener, InetSocketAddress reached) {
        for (Listener told : advertised) {
            if (told.name().equals(listener.name())) {
                return new Endpoint(
                        told.host(), told.port() == 0 ? reached.getPort() : told.port());
            }
        }
        return listener.everyAddress()
                ? address(reached)
                : new Endpoint(listener.host(), reached.getPort());
    }

    private static Endpoint address(InetSocketAddress reached) {
        String host =
                reached.getAddress() == null
                        ? reached.getHostString()
                        : reached.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        return new Endpoint(zone < 0 ? host : host.substring(0, zone), reached.getPort());
    }
}

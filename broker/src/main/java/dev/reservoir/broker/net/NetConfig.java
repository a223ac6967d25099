package dev.reservoir.broker.net;

/**
 * Limits of the network, Kafka's keys in brackets.
 *
 * @param maxRequestBytes largest request ({@code socket.request.max.bytes})
 * @param maxQueuedBytes bytes of large requests that all connections hold together ({@code
 *     queued.max.request.bytes})
 * @param maxConnections connections at a time ({@code max.connections})
 * @param maxConnectionsPerIp of one address ({@code max.connections.per.ip})
 * @param maxIdleMs a connection that says nothing for so long is closed ({@code
 *     connections.max.idle.ms}); -1 for never
 * @param maxInFlight requests of one connection that wait for their answers ({@code
 *     max.in.flight.requests}); beyond it the next request is not read
 */
public record NetConfig(
        int maxRequestBytes,
        long maxQueuedBytes,
        int maxConnections,
        int maxConnectionsPerIp,
        long maxIdleMs,
        int maxInFlight) {}

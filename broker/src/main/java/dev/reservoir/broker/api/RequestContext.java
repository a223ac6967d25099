package dev.reservoir.broker.api;

import dev.reservoir.log.Lease;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What a handler knows of a request besides its message.
 *
 * @param apiVersion version of the request, one the handler serves
 * @param correlationId the client's number for it
 * @param clientId as the client says, "" when it says nothing
 * @param client where the connection comes from
 * @param listener the address the connection came in on, from the client's point of view
 * @param frame keeps the request's bytes alive; a handler that hands record bytes on passes it
 *     along
 */
public record RequestContext(
        short apiVersion,
        int correlationId,
        String clientId,
        InetAddress client,
        InetSocketAddress listener,
        Lease frame) {}

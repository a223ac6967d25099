package dev.reservoir.broker.net;

import dev.reservoir.log.Lease;
import dev.reservoir.wire.MalformedRequestException;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Where a connection hands its requests: the dispatcher. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Takes one request, in the order they arrived on the connection; called on its reading thread.
     *
     * @param frame the request, valid while the lease is held
     * @throws MalformedRequestException when the bytes are no request; the connection is closed
     */
    Exchange handle(ByteBuffer frame, Lease lease, Peer peer) throws MalformedRequestException;

    /**
     * The two ends of a connection.
     *
     * @param remote the client
     * @param local the address it came in on
     */
    record Peer(InetSocketAddress remote, InetSocketAddress local) {}
}

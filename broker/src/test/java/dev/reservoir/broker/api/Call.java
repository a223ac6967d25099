package dev.reservoir.broker.api;

import dev.reservoir.log.Lease;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Calls a handler as a client of some version would: request and response go through their bytes,
 * so that a field which the version does not have is noticed.
 */
final class Call {
    private Call() {}

    static RequestContext context(int version) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new RequestContext(
                (short) version,
                1,
                "test",
                loopback,
                new InetSocketAddress(loopback, 9092),
                Lease.NONE);
    }

    @SuppressWarnings("unchecked") // a key's request is of the handler's class
    static <Q extends ApiMessage, A extends ApiMessage> A call(
            Class<A> answer, Handler<Q> handler, int version, Q request) {
        ApiKeys key = handler.key();
        Q received = (Q) copy(request, key.messageType.newRequest(), (short) version);
        try {
            ApiMessage response =
                    Objects.requireNonNull(handler.handle(context(version), received).await());
            return answer.cast(copy(response, key.messageType.newResponse(), (short) version));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ApiMessage copy(ApiMessage message, ApiMessage empty, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer bytes = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(bytes), cache, version);
        bytes.flip();
        empty.read(new ByteBufferAccessor(bytes), version);
        return empty;
    }
}

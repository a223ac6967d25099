package dev.reservoir.broker.api;

import dev.reservoir.broker.net.Exchange;
import dev.reservoir.wire.Request;
import dev.reservoir.wire.Response;

import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/** A request with the reply its handler gave, encoded when it is awaited. */
final class ServedRequest implements Exchange {
    private final Request request;
    private final short responseVersion;
    private final Reply reply;

    /** Why the reply did not begin. */
    private @Nullable RuntimeException failure;

    ServedRequest(Request request, Reply reply) {
        this(request, request.version(), reply);
    }

    ServedRequest(Request request, short responseVersion, Reply reply) {
        this.request = request;
        this.responseVersion = responseVersion;
        this.reply = reply;
    }

    @Override
    public boolean canBegin() {
        return reply.canBegin();
    }

    @Override
    public void begin() throws InterruptedException {
        try {
            reply.begin();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public boolean isReady() {
        return failure != null || reply.isReady();
    }

    @Override
    public @Nullable Response await() throws InterruptedException, CloseException {
        RuntimeException failed = failure;
        try {
            if (failed != null) {
                throw failed;
            }
            return answer();
        } catch (CloseConnectionException e) {
            throw new CloseException(e.reason());
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private @Nullable Response answer() throws InterruptedException {
        boolean made = false;
        try {
            ApiMessage message = reply.await();
            Response response = message == null ? null : encode(responseVersion, message);
            made = true;
            return response;
        } finally {
            if (!made) {
                reply.drop();
            }
        }
    }

    private Response failed(RuntimeException cause) throws CloseException {
        try {
            return encode(request.version(), Dispatcher.errorAnswer(request, cause));
        } catch (CloseConnectionException e) {
            throw new CloseException(e.reason());
        }
    }

    private Response encode(short version, ApiMessage message) {
        return Response.encode(request.key(), version, request.correlationId(), message);
    }
}

package dev.reservoir.broker.api;

import dev.reservoir.broker.net.Exchange;
import dev.reservoir.broker.net.RequestHandler;
import dev.reservoir.log.Lease;
import dev.reservoir.wire.MalformedRequestException;
import dev.reservoir.wire.Request;

import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The table of handlers, indexed by API key. What holds for every request stands here once: the
 * version check, the decoding, the answer to an exception nobody caught.
 */
public final class Dispatcher implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final @Nullable Handler<?>[] table;

    public Dispatcher(List<Handler<?>> handlers) {
        int largest = handlers.stream().mapToInt(handler -> handler.key().id).max().orElse(0);
        table = new Handler<?>[largest + 1];
        for (Handler<?> handler : handlers) {
            if (table[handler.key().id] != null) {
                throw new IllegalArgumentException("two handlers for " + handler.key());
            }
            table[handler.key().id] = handler;
        }
    }

    @Override
    public Exchange handle(ByteBuffer frame, Lease lease, Peer peer)
            throws MalformedRequestException {
        Request request = Request.parse(frame);
        Handler<?> handler = request.key().id < table.length ? table[request.key().id] : null;
        if (handler == null) {
            throw new MalformedRequestException(
                    "%s (API key %d) is not served here"
                            .formatted(request.key().name, request.key().id));
        }
        if (request.version() < handler.minVersion() || request.version() > handler.maxVersion()) {
            return unsupportedVersion(request, handler);
        }
        if (request.version() < request.key().oldestVersion()) {
            throw gone(request);
        }
        RequestContext context =
                new RequestContext(
                        request.version(),
                        request.correlationId(),
                        request.clientId(),
                        peer.remote().getAddress(),
                        peer.local(),
                        lease);
        return new ServedRequest(request, serve(handler, context, request));
    }

    /**
     * A client that is newer than the broker learns from this answer which versions there are
     * (KIP-35).
     */
    private static Exchange unsupportedVersion(Request request, Handler<?> handler)
            throws MalformedRequestException {
        if (handler instanceof ApiVersions apiVersions) {
            return new ServedRequest(request, (short) 0, Reply.of(apiVersions.downgrade()));
        }
        throw new MalformedRequestException(
                "%s version %d is not served, versions %d to %d are; client '%s' is too %s for this broker"
                        .formatted(
                                request.key().name,
                                request.version(),
                                Math.max(handler.minVersion(), request.key().oldestVersion()),
                                handler.maxVersion(),
                                request.clientId(),
                                request.version() < handler.minVersion() ? "old" : "new"));
    }

    /** Advertised for old clients' sake; the message class would read it as something else. */
    private static MalformedRequestException gone(Request request) {
        return new MalformedRequestException(
                "%s version %d is not part of the protocol any more, the oldest is %d; client '%s' is too old for this broker"
                        .formatted(
                                request.key().name,
                                request.version(),
                                request.key().oldestVersion(),
                                request.clientId()));
    }

    @SuppressWarnings("unchecked") // the table pairs a key's handler with that key's message class
    private static Reply serve(Handler<?> handler, RequestContext context, Request request)
            throws MalformedRequestException {
        try {
            return ((Handler<ApiMessage>) handler).handle(context, request.decode());
        } catch (UnsupportedVersionException e) {
            MalformedRequestException gone = gone(request);
            gone.initCause(e);
            throw gone;
        } catch (MalformedRequestException e) {
            throw e;
        } catch (CloseConnectionException e) {
            throw new MalformedRequestException(e.reason(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MalformedRequestException("the broker is stopping", e);
        } catch (Exception e) {
            return failed(request, e);
        }
    }

    private static Reply failed(Request request, Exception cause) throws MalformedRequestException {
        try {
            return Reply.of(errorAnswer(request, cause));
        } catch (CloseConnectionException e) {
            throw new MalformedRequestException(e.reason(), e);
        }
    }

    static ApiMessage errorAnswer(Request request, Exception cause) {
        if (!(cause instanceof ApiException)) {
            LOG.error(
                    "Serving {} version {} for client {} failed",
                    request.key().name,
                    request.version(),
                    request.clientId(),
                    cause);
        }
        ApiMessage answer = request.errorResponse(cause);
        if (answer == null) {
            throw new CloseConnectionException(
                    request.key().name + " failed: " + cause.getMessage());
        }
        return answer;
    }
}

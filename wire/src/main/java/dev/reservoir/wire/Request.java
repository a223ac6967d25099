package dev.reservoir.wire;

import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * A request whose header is read. The body is decoded on demand and shares the frame's bytes:
 * record batches in it are slices of the frame, not copies.
 */
public final class Request {
    private static final int SMALLEST_HEADER = 8;

    private final ApiKeys key;
    private final short version;
    private final int correlationId;
    private final String clientId;
    private final ByteBuffer body;

    private Request(ApiKeys key, short version, RequestHeaderData header, ByteBuffer body) {
        this.key = key;
        this.version = version;
        this.correlationId = header.correlationId();
        this.clientId = header.clientId() == null ? "" : header.clientId();
        this.body = body;
    }

    /**
     * Reads the header.
     *
     * @param frame a frame without its length prefix, from position to limit; big-endian
     */
    public static Request parse(ByteBuffer frame) throws MalformedRequestException {
        if (frame.remaining() < SMALLEST_HEADER) {
            throw new MalformedRequestException(
                    "a request of " + frame.remaining() + " bytes has no room for a header");
        }
        short keyId = frame.getShort(frame.position());
        short version = frame.getShort(frame.position() + Short.BYTES);
        if (!ApiKeys.hasId(keyId)) {
            throw new MalformedRequestException("API key " + keyId + " does not exist");
        }
        ApiKeys key = ApiKeys.forId(keyId);
        ByteBuffer rest = frame.slice();
        try {
            var header =
                    new RequestHeaderData(
                            new ByteBufferAccessor(rest), key.requestHeaderVersion(version));
            return new Request(key, version, header, rest);
        } catch (RuntimeException e) {
            throw new MalformedRequestException(
                    "the header of a "
                            + key.name
                            + " request (version "
                            + version
                            + ") cannot be read: "
                            + problem(e),
                    e);
        }
    }

    /**
     * Decodes the body.
     *
     * @throws MalformedRequestException when the bytes do not fit the schema of key and version
     * @throws UnsupportedVersionException when the protocol has no such version
     */
    public ApiMessage decode() throws MalformedRequestException {
        ByteBuffer bytes = body.duplicate();
        try {
            ApiMessage message = key.messageType.newRequest();
            message.read(new MeteredReadable(bytes), version);
            return message;
        } catch (UnsupportedVersionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MalformedRequestException(
                    "the body of a "
                            + key.name
                            + " request (version "
                            + version
                            + ") cannot be read: "
                            + problem(e),
                    e);
        }
    }

    private static @Nullable String problem(RuntimeException e) {
        return e instanceof BufferUnderflowException ? "it ends too early" : e.getMessage();
    }

    /** The answer that says a whole request failed; null when its kind has no such answer. */
    public @Nullable ApiMessage errorResponse(Throwable cause) {
        var response =
                AbstractRequest.parseRequest(key, version, new ByteBufferAccessor(body.duplicate()))
                        .request
                        .getErrorResponse(cause);
        return response == null ? null : response.data();
    }

    public ApiKeys key() {
        return key;
    }

    public short version() {
        return version;
    }

    public int correlationId() {
        return correlationId;
    }

    /** What the client calls itself; "" when it says nothing. */
    public String clientId() {
        return clientId;
    }
}

package dev.reservoir.broker.api;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Serves one API key. The header comment of each implementation gives key, versions, behaviour and
 * deviations from Kafka; ApiVersions and docs/KAFKA.md are made from the handlers that are
 * registered.
 *
 * @param <Q> the request's message class
 */
public interface Handler<Q extends ApiMessage> {
    ApiKeys key();

    /** Oldest version served, as Apache Kafka 4.3.1's broker listener lists it. */
    default short minVersion() {
        return key().oldestVersion();
    }

    /** Newest version served: the newest that the protocol calls stable. */
    default short maxVersion() {
        return key().latestVersion(false);
    }

    /**
     * Serves a request. Called on the connection's reading thread, so what takes time goes into the
     * reply: the next request is read while the reply is pending. An exception becomes the
     * request's error answer (UNKNOWN_SERVER_ERROR for what is not an {@link
     * org.apache.kafka.common.errors.ApiException}).
     */
    Reply handle(RequestContext context, Q request) throws Exception;
}

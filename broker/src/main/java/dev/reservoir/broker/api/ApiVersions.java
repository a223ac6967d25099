package dev.reservoir.broker.api;

import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * ApiVersions (key 18, versions 0 to 4; KIP-35, KIP-511, KIP-584).
 *
 * <p>Answers with the keys and versions of the handlers that are registered, so the list cannot
 * differ from what is served. A version that is too new gets a version 0 answer with
 * UNSUPPORTED_VERSION and the versions of this key. From version 3 on a malformed client name or
 * version is an INVALID_REQUEST. No feature is finalised: none that has a level is served.
 */
public final class ApiVersions implements Handler<ApiVersionsRequestData> {
    private static final Pattern SOFTWARE =
            Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private final List<ApiVersion> served = new ArrayList<>();

    /**
     * @param others every other handler of the listener
     */
    public ApiVersions(List<Handler<?>> others) {
        others.forEach(handler -> served.add(range(handler)));
        served.add(range(this));
        served.sort(Comparator.comparingInt(ApiVersion::apiKey));
    }

    private static ApiVersion range(Handler<?> handler) {
        return new ApiVersion()
                .setApiKey(handler.key().id)
                .setMinVersion(handler.minVersion())
                .setMaxVersion(handler.maxVersion());
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.API_VERSIONS;
    }

    @Override
    public Reply handle(RequestContext context, ApiVersionsRequestData request) {
        if (context.apiVersion() >= 3 && !isNamed(request)) {
            return Reply.of(
                    new ApiVersionsResponseData().setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        ApiVersionCollection keys = new ApiVersionCollection(served.size());
        served.forEach(range -> keys.add(range.duplicate()));
        return Reply.of(
                new ApiVersionsResponseData().setApiKeys(keys).setFinalizedFeaturesEpoch(0));
    }

    private static boolean isNamed(ApiVersionsRequestData request) {
        return SOFTWARE.matcher(request.clientSoftwareName()).matches()
                && SOFTWARE.matcher(request.clientSoftwareVersion()).matches();
    }

    /** The version 0 answer to a client that is newer than this broker. */
    ApiVersionsResponseData downgrade() {
        ApiVersionCollection own = new ApiVersionCollection(1);
        own.add(range(this));
        return new ApiVersionsResponseData()
                .setErrorCode(Errors.UNSUPPORTED_VERSION.code())
                .setApiKeys(own);
    }
}

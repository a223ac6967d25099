package dev.reservoir.broker.api;

import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKeyCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKeyCollection;
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
 * version is an INVALID_REQUEST. The feature {@code transaction.version} is finalised at level 2:
 * each transaction has an epoch of its own (KIP-890). Other features have no level here.
 */
public final class ApiVersions implements Handler<ApiVersionsRequestData> {
    private static final Pattern SOFTWARE =
            Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private static final String TRANSACTIONS = "transaction.version";
    private static final short TRANSACTIONS_LEVEL = 2;

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
                new ApiVersionsResponseData()
                        .setApiKeys(keys)
                        .setSupportedFeatures(supportedFeatures())
                        .setFinalizedFeaturesEpoch(0)
                        .setFinalizedFeatures(finalizedFeatures()));
    }

    private static SupportedFeatureKeyCollection supportedFeatures() {
        var features = new SupportedFeatureKeyCollection();
        features.add(
                new SupportedFeatureKey()
                        .setName(TRANSACTIONS)
                        .setMinVersion((short) 0)
                        .setMaxVersion(TRANSACTIONS_LEVEL));
        return features;
    }

    private static FinalizedFeatureKeyCollection finalizedFeatures() {
        var features = new FinalizedFeatureKeyCollection();
        features.add(
                new FinalizedFeatureKey()
                        .setName(TRANSACTIONS)
                        .setMinVersionLevel(TRANSACTIONS_LEVEL)
                        .setMaxVersionLevel(TRANSACTIONS_LEVEL));
        return features;
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

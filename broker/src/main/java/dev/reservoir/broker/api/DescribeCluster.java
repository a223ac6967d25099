package dev.reservoir.broker.api;

import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * DescribeCluster (key 60, versions 0 to 2; KIP-700, KIP-919, KIP-1073).
 *
 * <p>The one broker is the controller, too, as far as clients can tell. It is never fenced. Who
 * asks for the endpoints of controllers is told, as by a Kafka broker, that this is none.
 */
public final class DescribeCluster implements Handler<DescribeClusterRequestData> {
    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final BrokerIdentity identity;

    public DescribeCluster(BrokerIdentity identity) {
        this.identity = identity;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_CLUSTER;
    }

    @Override
    public Reply handle(RequestContext context, DescribeClusterRequestData request) {
        if (request.endpointType() != BROKERS) {
            return Reply.of(refusal(request.endpointType()));
        }
        BrokerIdentity.Endpoint endpoint = identity.endpoint(context);
        var response =
                new DescribeClusterResponseData()
                        .setClusterId(identity.clusterId())
                        .setControllerId(identity.nodeId());
        if (request.includeClusterAuthorizedOperations()) {
            response.setClusterAuthorizedOperations(AuthorizedOperations.CLUSTER);
        }
        response.brokers()
                .add(
                        new DescribeClusterBroker()
                                .setBrokerId(identity.nodeId())
                                .setHost(endpoint.host())
                                .setPort(endpoint.port())
                                .setRack(identity.rack()));
        return Reply.of(response);
    }

    private static DescribeClusterResponseData refusal(byte endpointType) {
        return endpointType == CONTROLLERS
                ? new DescribeClusterResponseData()
                        .setErrorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
                        .setErrorMessage(
                                "The request was sent to an endpoint of type BROKER, but we wanted"
                                        + " an endpoint of type CONTROLLER")
                : new DescribeClusterResponseData()
                        .setErrorCode(Errors.UNSUPPORTED_ENDPOINT_TYPE.code())
                        .setErrorMessage("Unsupported endpoint type " + endpointType);
    }
}

package dev.reservoir.broker.api;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.NearestName;

import org.apache.kafka.common.message.MetadataRequestData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/**
 * Says in the log that clients wait for a topic that will not come: most of them ask again and
 * again and tell their user nothing for a minute.
 */
final class MissedTopics {
    private static final Logger LOG = LoggerFactory.getLogger(MissedTopics.class);

    /** Names that are looked at for a similar one. */
    private static final int MAX_LOOKED_AT = 10_000;

    private final Metadata metadata;
    private final BrokerConfig config;
    private final ClientLog complaints;

    MissedTopics(Metadata metadata, BrokerConfig config, ClientLog complaints) {
        this.metadata = metadata;
        this.config = config;
        this.complaints = complaints;
    }

    /** A topic that a client asked for does not exist, and was not made. */
    void tell(RequestContext context, MetadataRequestData request, String name) {
        if (config.autoCreateTopics()
                || !request.allowAutoTopicCreation()
                || !TopicNames.isValid(name)) {
            return;
        }
        complaints.warn(LOG, context.client(), "no topic " + name, () -> line(context, name));
    }

    private String line(RequestContext context, String name) {
        return "Client '%s' at %s waits for topic %s, which does not exist and is not created, for auto.create.topics.enable is false%s"
                .formatted(
                        context.clientId(),
                        context.client().getHostAddress(),
                        name,
                        NearestName.hint(name, topics()));
    }

    private List<String> topics() {
        List<String> names = new ArrayList<>();
        for (var entry : metadata.image().topics()) {
            if (names.size() == MAX_LOOKED_AT) {
                break;
            }
            names.add(entry.value().name());
        }
        return names;
    }
}

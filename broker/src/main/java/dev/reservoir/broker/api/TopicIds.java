package dev.reservoir.broker.api;

import org.apache.kafka.common.Uuid;

import java.util.UUID;

/** Topic ids as the protocol has them and as the other rooms have them. */
final class TopicIds {
    private TopicIds() {}

    static UUID toJava(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    static Uuid toKafka(UUID id) {
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}

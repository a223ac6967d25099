package dev.reservoir.meta.change;

import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.config.BrokerConfig;

import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Decides commands over an image, with Kafka 4.3.1's rules, error codes and, where they say enough,
 * messages. Reads only: the new image is the fold of the decision's events with {@link
 * MetadataImage#apply}, live and at replay. No time goes into any decision.
 */
public final class MetadataMachine {
    private final TopicChanges topics;
    private final ConfigChanges configs;

    /**
     * @param topicIds gives an id that was never given before; called by the deciding thread
     */
    public MetadataMachine(BrokerConfig config, Supplier<UUID> topicIds) {
        this.topics = new TopicChanges(config, topicIds);
        this.configs = new ConfigChanges(config);
    }

    /** Decides one command. */
    public <R extends MetadataReply> Decision<R> decide(
            MetadataImage image, MetadataCommand<R> command) {
        Decision<?> decision =
                switch (command) {
                    case MetadataCommand.CreateTopics create -> topics.create(image, create);
                    case MetadataCommand.DeleteTopics delete -> topics.delete(image, delete);
                    case MetadataCommand.CreatePartitions grow -> topics.grow(image, grow);
                    case MetadataCommand.AlterConfigs alter -> configs.alter(image, alter);
                    case MetadataCommand.ReplaceConfigs replace -> configs.replace(image, replace);
                    case MetadataCommand.StartBroker start -> start(image, start.features());
                    case MetadataCommand.AllocateProducerIds(int count) -> allocate(image, count);
                };
        return new Decision<>(decision.events(), command.replyType().cast(decision.reply()));
    }

    private static Decision<MetadataReply.BrokerStarted> start(
            MetadataImage image, Map<String, Short> served) {
        Draft draft = new Draft(image);
        int epoch = Math.addExact(image.brokerEpoch(), 1);
        for (var used : image.features()) {
            short able = served.getOrDefault(used.key(), (short) 0);
            if (able < used.value()) {
                String message =
                        "The metadata uses feature "
                                + used.key()
                                + " at level "
                                + used.value()
                                + ", but this version serves it up to level "
                                + able
                                + ": start the version that was used before, or a newer one";
                Outcome outcome = new Outcome(MetadataError.UNSUPPORTED_VERSION, message);
                return new Decision<>(
                        draft.events(true),
                        new MetadataReply.BrokerStarted(outcome, image.brokerEpoch()));
            }
        }
        draft.add(new MetadataEvent.BrokerStarted(epoch));
        served.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(level -> !level.getValue().equals(image.features().get(level.getKey())))
                .forEach(level ->
                        draft.add(
                                new MetadataEvent.FeatureLevelChanged(
                                        level.getKey(), level.getValue())));
        return new Decision<>(
                draft.events(false), new MetadataReply.BrokerStarted(Outcome.OK, epoch));
    }

    private static Decision<MetadataReply.ProducerIds> allocate(MetadataImage image, int count) {
        Draft draft = new Draft(image);
        long first = image.nextProducerId();
        draft.add(new MetadataEvent.ProducerIdsAllocated(Math.addExact(first, count)));
        return new Decision<>(draft.events(false), new MetadataReply.ProducerIds(first, count));
    }
}

package dev.reservoir.broker.api;

import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.change.Decision;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataMachine;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.MetadataUnavailableException;
import dev.reservoir.meta.change.NewTopic;
import dev.reservoir.meta.config.BrokerConfig;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The machine without a log: what is submitted is decided, and durable, when it is awaited. */
final class TestMetadata implements Metadata {
    private final MetadataMachine machine;
    private MetadataImage image = MetadataImage.EMPTY;
    private boolean broken;
    private long ids;

    TestMetadata(BrokerConfig config) {
        machine = new MetadataMachine(config, () -> new UUID(9, ++ids));
    }

    /** From now on nothing becomes durable. */
    void fail() {
        broken = true;
    }

    void create(String topic, int partitions) {
        var command =
                new MetadataCommand.CreateTopics(List.of(NewTopic.of(topic, partitions, 1)), false);
        apply(machine.decide(image, command));
    }

    void start() {
        apply(machine.decide(image, new MetadataCommand.StartBroker(Map.of())));
    }

    @Override
    public MetadataImage image() {
        return image;
    }

    @Override
    public <R extends MetadataReply> Pending<R> submit(MetadataCommand<R> command) {
        return new Pending<>() {
            @Override
            public boolean isReady() {
                return false;
            }

            @Override
            public R await() {
                if (broken) {
                    throw new MetadataUnavailableException("the journal cannot be written", null);
                }
                Decision<R> decision = machine.decide(image, command);
                apply(decision);
                return decision.reply();
            }
        };
    }

    private void apply(Decision<?> decision) {
        for (MetadataEvent event : decision.events()) {
            image = image.apply(event);
        }
    }
}

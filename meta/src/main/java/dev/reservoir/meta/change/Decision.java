package dev.reservoir.meta.change;

import dev.reservoir.meta.MetadataEvent;

import java.util.List;

/**
 * What a machine decided: events to append and apply in this order, all or none, and the reply to
 * give when they are durable.
 */
public record Decision<R extends MetadataReply>(List<MetadataEvent> events, R reply) {
    public Decision {
        events = List.copyOf(events);
    }
}

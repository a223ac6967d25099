package dev.reservoir.meta.change;

import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataEventCodec;
import dev.reservoir.meta.MetadataImage;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of a command so far, and the image as it would be after them, so that each part of a
 * command sees the parts before it. They are made durable in one write, so they are bounded.
 */
final class Draft {
    /** Events of one command, as many as Kafka takes. */
    static final int MAX_EVENTS = 10_000;

    /** Bytes of the events of one command. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private final List<MetadataEvent> events = new ArrayList<>();
    private MetadataImage image;
    private long bytes;

    Draft(MetadataImage image) {
        this.image = image;
    }

    MetadataImage image() {
        return image;
    }

    /**
     * Adds the events of one part, all or none.
     *
     * @throws Refused when the command grows too large
     */
    void add(List<MetadataEvent> part) {
        long more = 0;
        for (MetadataEvent event : part) {
            more += MetadataEventCodec.encode(event).remaining();
        }
        if (events.size() + part.size() > MAX_EVENTS || bytes + more > MAX_BYTES) {
            throw new Refused(
                    MetadataError.POLICY_VIOLATION,
                    "One request makes at most "
                            + MAX_EVENTS
                            + " changes in at most "
                            + MAX_BYTES
                            + " bytes; this part of it comes after "
                            + events.size()
                            + " changes in "
                            + bytes
                            + " bytes: send several requests");
        }
        bytes += more;
        for (MetadataEvent event : part) {
            image = image.apply(event);
            events.add(event);
        }
    }

    void add(MetadataEvent event) {
        add(List.of(event));
    }

    /** The events, or none when the command was only to be checked. */
    List<MetadataEvent> events(boolean validateOnly) {
        return validateOnly ? List.of() : events;
    }
}

package dev.reservoir.meta.change;

import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of a command so far, and the image as it would be after them, so that each part of a
 * command sees the parts before it.
 */
final class Draft {
    private final List<MetadataEvent> events = new ArrayList<>();
    private MetadataImage image;

    Draft(MetadataImage image) {
        this.image = image;
    }

    MetadataImage image() {
        return image;
    }

    void add(MetadataEvent event) {
        image = image.apply(event);
        events.add(event);
    }

    /** The events, or none when the command was only to be checked. */
    List<MetadataEvent> events(boolean validateOnly) {
        return validateOnly ? List.of() : events;
    }
}

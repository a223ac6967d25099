package dev.reservoir.broker.api;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.change.ConfigChange;
import dev.reservoir.meta.change.MetadataError;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The resources of a request that changes configs, in its order: those the machine decides, and
 * those that are refused before. Used by one thread.
 */
final class ConfigAnswers {
    /** Answers one resource. */
    @FunctionalInterface
    interface Answer {
        void add(byte type, String name, Outcome outcome);
    }

    /**
     * A resource of the request.
     *
     * @param refusal null when the machine decides
     */
    private record Asked(byte type, String name, @Nullable Outcome refusal) {}

    private final List<Asked> asked = new ArrayList<>();
    private final List<ConfigChange> changes = new ArrayList<>();

    void change(byte type, String name, List<ConfigChange.Step> steps) {
        ConfigResource.Kind kind = kind(type);
        if (kind == null) {
            var known = org.apache.kafka.common.config.ConfigResource.Type.forId(type);
            refuse(
                    type,
                    name,
                    known == org.apache.kafka.common.config.ConfigResource.Type.UNKNOWN
                            ? "Unknown resource type " + type
                            : "Unsupported resource type: " + known);
        } else {
            asked.add(new Asked(type, name, null));
            changes.add(new ConfigChange(new ConfigResource(kind, name), steps));
        }
    }

    void refuse(byte type, String name, String message) {
        asked.add(new Asked(type, name, new Outcome(MetadataError.INVALID_REQUEST, message)));
    }

    /** What the machine shall decide. */
    List<ConfigChange> changes() {
        return changes;
    }

    void answer(MetadataReply.ConfigsAltered reply, Answer answer) {
        Iterator<MetadataReply.AlteredResource> decided = reply.resources().iterator();
        for (Asked resource : asked) {
            Outcome refusal = resource.refusal();
            answer.add(
                    resource.type(),
                    resource.name(),
                    refusal == null ? decided.next().outcome() : refusal);
        }
    }

    private static ConfigResource.@Nullable Kind kind(byte type) {
        for (ConfigResource.Kind kind : ConfigResource.Kind.values()) {
            if (kind.code() == type) {
                return kind;
            }
        }
        return null;
    }
}

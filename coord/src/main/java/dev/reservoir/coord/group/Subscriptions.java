package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The topics that a classic group of consumers reads, out of its members' subscriptions
 * (ConsumerProtocolSubscription; version 0, a version and an array of names, is the beginning of
 * every later one).
 */
final class Subscriptions {
    private Subscriptions() {}

    /** Whether a group reads a topic, or may, for it does not say. */
    static boolean mayRead(ClassicGroup group, String topic) {
        if (!group.isOfConsumers()) {
            return false;
        }
        Set<String> topics = topics(group);
        return topics == null || topics.contains(topic);
    }

    /** Null when it is not known. */
    static @Nullable Set<String> topics(ClassicGroup group) {
        if (!group.isOfConsumers()) {
            return null;
        }
        Set<String> topics = new HashSet<>();
        for (Member member : group.members().all()) {
            Blob metadata = member.metadata(group.generation().protocol());
            if (metadata == null || !parse(ByteBuffer.wrap(metadata.array()), topics)) {
                return null;
            }
        }
        return topics;
    }

    private static boolean parse(ByteBuffer bytes, Set<String> topics) {
        if (bytes.remaining() < Short.BYTES + Integer.BYTES || bytes.getShort() < 0) {
            return false;
        }
        int count = bytes.getInt();
        for (int i = 0; i < count; i++) {
            int length = bytes.remaining() < Short.BYTES ? -1 : bytes.getShort();
            if (length < 0 || length > bytes.remaining()) {
                return false;
            }
            byte[] name = new byte[length];
            bytes.get(name);
            topics.add(new String(name, StandardCharsets.UTF_8));
        }
        return count >= 0;
    }
}

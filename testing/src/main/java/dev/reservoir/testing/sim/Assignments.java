package dev.reservoir.testing.sim;

import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Uuid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the members of a group tell each other through the coordinator, which does not read it. */
final class Assignments {
    /**
     * A part of an assignment.
     *
     * @param decision the leader's mark, the same for all members
     * @param partitions topic id and index of each
     */
    record Share(String decision, List<String> partitions) {}

    private Assignments() {}

    static byte[] subscription(List<SimTopic> topics) {
        ByteBuffer bytes =
                ConsumerProtocol.serializeSubscription(
                        new Subscription(topics.stream().map(t -> t.name).distinct().toList()));
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    /** Deals the partitions out, by member. */
    static Map<String, byte[]> deal(
            String decision, List<String> members, List<SimPartition> partitions) {
        Map<String, List<String>> hands = new TreeMap<>();
        members.forEach(member -> hands.put(member, new ArrayList<>()));
        for (int i = 0; i < partitions.size(); i++) {
            SimPartition partition = partitions.get(i);
            hands.getOrDefault(members.get(i % members.size()), new ArrayList<>())
                    .add(partition.topic.id + "/" + partition.id.partition());
        }
        Map<String, byte[]> dealt = new TreeMap<>();
        hands.forEach((member, hand) ->
                dealt.put(
                        member,
                        (decision + " " + String.join(" ", hand))
                                .getBytes(StandardCharsets.UTF_8)));
        return dealt;
    }

    static Share parse(byte[] bytes) {
        if (bytes.length == 0) {
            return new Share("", List.of());
        }
        List<String> words = List.of(new String(bytes, StandardCharsets.UTF_8).split(" "));
        return new Share(words.getFirst(), words.subList(1, words.size()));
    }

    static SimPartition find(Model model, String partition) {
        int slash = partition.indexOf('/');
        SimTopic topic = model.topic(Uuid.fromString(partition.substring(0, slash)));
        if (topic == null) {
            throw new AssertionError("nobody knows the topic of " + partition);
        }
        return topic.partitions().get(Integer.parseInt(partition.substring(slash + 1)));
    }
}

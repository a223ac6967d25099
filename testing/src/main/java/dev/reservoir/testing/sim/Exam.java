package dev.reservoir.testing.sim;

import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

import java.util.ArrayList;
import java.util.List;

/**
 * What is there when nobody changes anything any more must be there after a crash: offsets, groups
 * and topics.
 */
final class Exam {
    private static final long PATIENCE_MS = 10_000;

    private final World world;
    private final Machine machine;
    private final Scheduler.Action step;

    Exam(World world, Machine machine, Scheduler.Action step) {
        this.world = world;
        this.machine = machine;
        this.step = step;
    }

    void check() throws Exception {
        List<String> before = look();
        machine.crash();
        List<String> after = look();
        for (int i = 0; i < before.size(); i++) {
            boolean settled = !before.get(i).isEmpty() && !after.get(i).isEmpty();
            if (settled && !before.get(i).equals(after.get(i))) {
                throw new AssertionError(
                        "before a crash there was %s, then %s"
                                .formatted(before.get(i), after.get(i)));
            }
        }
    }

    private List<String> look() throws Exception {
        Examiner examiner = new Examiner(world);
        long deadline = world.scheduler().elapsed() + PATIENCE_MS;
        while (!examiner.isDone()) {
            if (world.scheduler().elapsed() > deadline) {
                throw new AssertionError("the examiner is not answered");
            }
            if (machine.isUp() && !examiner.isConnected()) {
                machine.connect(examiner);
            }
            examiner.tick();
            step.run();
        }
        return examiner.seen;
    }

    private static final class Examiner extends SimClient {
        private final List<String> seen = new ArrayList<>();
        private final List<String> groups;

        Examiner(World world) {
            super(world, "examiner");
            groups = world.model().groups().stream().map(group -> group.id).toList();
        }

        boolean isDone() {
            return seen.size() == 1 + 2 * groups.size();
        }

        @Override
        void lost() {}

        @Override
        void work() {
            if (waiting() > 0 || isDone()) {
                return;
            }
            int next = seen.size();
            if (next == 0) {
                topics();
            } else if (next <= groups.size()) {
                offsets(groups.get(next - 1));
            } else {
                describe(groups.get(next - 1 - groups.size()));
            }
        }

        private void topics() {
            this.<MetadataResponseData>question(
                    ApiKeys.METADATA,
                    new MetadataRequestData().setTopics(null),
                    answer -> {
                        StringBuilder all = new StringBuilder();
                        answer.topics()
                                .forEach(topic ->
                                        all.append(topic.name())
                                                .append(' ')
                                                .append(topic.topicId())
                                                .append(' ')
                                                .append(topic.partitions().size())
                                                .append(", "));
                        seen.add(all.toString());
                    });
        }

        private void offsets(String group) {
            this.<OffsetFetchResponseData>question(
                    ApiKeys.OFFSET_FETCH,
                    new OffsetFetchRequestData()
                            .setGroups(
                                    List.of(
                                            new OffsetFetchRequestGroup()
                                                    .setGroupId(group)
                                                    .setMemberId(null)
                                                    .setTopics(null))),
                    answer -> {
                        if (isThere(answer.groups().getFirst().errorCode(), answer)) {
                            seen.add(answer.groups().getFirst().toString());
                        }
                    });
        }

        private void describe(String group) {
            this.<DescribeGroupsResponseData>question(
                    ApiKeys.DESCRIBE_GROUPS,
                    new DescribeGroupsRequestData().setGroups(List.of(group)),
                    answer -> {
                        var described = answer.groups().getFirst();
                        if (isThere(described.errorCode(), answer)) {
                            // A rebalance under way starts over.
                            boolean stable = described.groupState().equals("Stable");
                            seen.add(stable ? described.toString() : "");
                        }
                    });
        }

        private <A extends ApiMessage> void question(
                ApiKeys key, ApiMessage request, Heard<A> heard) {
            this.<A>ask(key, request, () -> {}, PATIENCE_MS, heard);
        }

        private boolean isThere(short code, ApiMessage answer) {
            Errors error = Errors.forCode(code);
            if (error == Errors.COORDINATOR_LOAD_IN_PROGRESS
                    || error == Errors.COORDINATOR_NOT_AVAILABLE
                    || error == Errors.NOT_COORDINATOR) {
                rest(10);
                return false;
            }
            if (error != Errors.NONE) {
                throw unexpected(answer);
            }
            return true;
        }
    }
}

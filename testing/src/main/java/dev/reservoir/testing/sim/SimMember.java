package dev.reservoir.testing.sim;

import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A member of a consumer group: joins, reads its share of all topics, commits, and now and then
 * leaves, dies, or sleeps longer than its session lasts.
 */
final class SimMember extends SimClient {
    private enum Step {
        FIND,
        LOOK,
        JOIN,
        SYNC,
        RESUME,
        READ
    }

    private static final int SESSION_MS = 300;
    private static final int REBALANCE_MS = 400;
    private static final long PATIENCE_MS = 400;
    private static final long JOIN_PATIENCE_MS = 1_200;
    private static final long LOOK_EVERY_MS = 250;
    private static final String TYPE = "consumer";
    private static final String PROTOCOL = "range";

    private final SimGroup group;
    private final @Nullable String instance;
    private final Reading reading;
    private final Commits commits;
    private Step step = Step.FIND;
    private String memberId = "";
    private int generation = -1;
    private Map<String, byte[]> decided = Map.of();
    private boolean leader;
    private int decisions;
    private List<SimPartition> seen = List.of();
    private List<SimPartition> dealt = List.of();
    private long beatAt;
    private long lookAt;
    private boolean calm;
    private boolean dead;

    SimMember(World world, String name, SimGroup group, @Nullable String instance) {
        super(world, name);
        this.group = group;
        this.instance = instance;
        this.reading = new Reading(world);
        this.commits = new Commits(this, group, reading);
    }

    /** Dies without a word and does not come back. */
    void dieForGood() {
        dead = true;
        turnAway();
    }

    @Override
    boolean isDead() {
        return dead;
    }

    /** From now on it neither leaves nor dies. */
    void calmDown() {
        calm = true;
    }

    String memberId() {
        return memberId;
    }

    @Nullable String instance() {
        return instance;
    }

    int generation() {
        return generation;
    }

    @Override
    void lost() {
        if (step == Step.READ || step == Step.RESUME) {
            step = world.once(2) ? Step.RESUME : step;
        }
    }

    @Override
    void work() {
        if (waiting() > 0) {
            return;
        }
        switch (step) {
            case FIND -> find();
            case LOOK -> look();
            case JOIN -> join();
            case SYNC -> sync();
            case RESUME -> commits.fetch(() -> step = Step.READ);
            case READ -> read();
        }
    }

    private void find() {
        this.<FindCoordinatorResponseData>ask(
                ApiKeys.FIND_COORDINATOR,
                new FindCoordinatorRequestData()
                        .setKeyType((byte) 0)
                        .setCoordinatorKeys(List.of(group.id)),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    switch (Errors.forCode(answer.coordinators().getFirst().errorCode())) {
                        case NONE -> step = Step.LOOK;
                        case COORDINATOR_NOT_AVAILABLE -> rest(20);
                        default -> throw unexpected(answer);
                    }
                });
    }

    private void look() {
        lookAt = world.scheduler().elapsed() + LOOK_EVERY_MS;
        this.<MetadataResponseData>ask(
                ApiKeys.METADATA,
                new MetadataRequestData().setTopics(null).setAllowAutoTopicCreation(false),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    seen =
                            answer.topics().stream()
                                    .filter(topic -> !topic.isInternal())
                                    .flatMap(topic ->
                                            world
                                                    .model()
                                                    .exists(
                                                            topic.topicId(),
                                                            topic.name(),
                                                            topic.partitions().size())
                                                    .partitions()
                                                    .stream())
                                    .toList();
                    if (step == Step.LOOK || (leader && !seen.equals(dealt))) {
                        step = Step.JOIN;
                    }
                });
    }

    private void join() {
        JoinGroupRequestData request =
                new JoinGroupRequestData()
                        .setGroupId(group.id)
                        .setSessionTimeoutMs(SESSION_MS)
                        .setRebalanceTimeoutMs(REBALANCE_MS)
                        .setMemberId(memberId)
                        .setGroupInstanceId(instance)
                        .setProtocolType(TYPE);
        request.protocols()
                .add(
                        new JoinGroupRequestProtocol()
                                .setName(PROTOCOL)
                                .setMetadata(
                                        Assignments.subscription(
                                                seen.stream().map(p -> p.topic).toList())));
        int assignedBefore = group.newestAssigned();
        this.<JoinGroupResponseData>ask(
                ApiKeys.JOIN_GROUP,
                request,
                () -> {},
                JOIN_PATIENCE_MS,
                answer -> {
                    Errors error = Errors.forCode(answer.errorCode());
                    if (error == Errors.MEMBER_ID_REQUIRED) {
                        memberId = answer.memberId();
                    } else if (error == Errors.NONE) {
                        group.joined(answer.generationId(), assignedBefore);
                        joined(answer);
                    } else {
                        refused(error);
                    }
                });
    }

    private void joined(JoinGroupResponseData answer) {
        memberId = answer.memberId();
        if (instance != null) {
            group.owns(instance, memberId);
        }
        generation = answer.generationId();
        leader = answer.leader().equals(memberId);
        decided = Map.of();
        if (leader && !answer.skipAssignment()) {
            dealt = seen;
            decided =
                    Assignments.deal(
                            name + "." + ++decisions,
                            answer.members().stream()
                                    .map(JoinGroupResponseMember::memberId)
                                    .sorted()
                                    .toList(),
                            seen);
        }
        step = Step.SYNC;
    }

    private void sync() {
        SyncGroupRequestData request =
                new SyncGroupRequestData()
                        .setGroupId(group.id)
                        .setGenerationId(generation)
                        .setMemberId(memberId)
                        .setGroupInstanceId(instance)
                        .setProtocolType(TYPE)
                        .setProtocolName(PROTOCOL);
        decided.forEach((member, share) ->
                request.assignments()
                        .add(
                                new SyncGroupRequestAssignment()
                                        .setMemberId(member)
                                        .setAssignment(share)));
        int of = generation;
        this.<SyncGroupResponseData>ask(
                ApiKeys.SYNC_GROUP,
                request,
                () -> {},
                JOIN_PATIENCE_MS,
                answer -> {
                    Errors error = Errors.forCode(answer.errorCode());
                    if (error == Errors.NONE) {
                        synced(of, Assignments.parse(answer.assignment()));
                    } else {
                        refused(error);
                    }
                });
    }

    private void synced(int of, Assignments.Share share) {
        world.trace().note(name + " has " + share + " in generation " + of);
        if (!share.decision().isEmpty()) {
            String owner = Objects.requireNonNullElse(instance, memberId);
            group.assigned(of, share.decision(), owner, share.partitions());
        }
        reading.positions().clear();
        commits.forget();
        for (String partition : share.partitions()) {
            reading.positions().put(Assignments.find(world.model(), partition), 0L);
        }
        beatAt = 0;
        step = Step.RESUME;
    }

    private void read() {
        long now = world.scheduler().elapsed();
        if (!calm && world.once(40)) {
            misbehave();
        } else if (now >= beatAt) {
            beat();
        } else if (now >= lookAt) {
            look();
        } else if (commits.isWanted() && world.once(3)) {
            commits.commit();
        } else if (reading.positions().isEmpty()) {
            rest(20);
        } else {
            reading.go(this, commits::processed);
        }
    }

    private void misbehave() {
        switch (world.random().nextInt(6)) {
            case 0 -> leave();
            case 1, 2 -> {
                // What it commits may arrive when it has joined again.
                commits.commit();
                turnAway();
                step = Step.JOIN;
            }
            case 3 -> {
                world.trace().note(name + " dies");
                turnAway();
                forget();
                rest(world.scheduler().delay(50, 600));
            }
            case 4 -> {
                world.trace().note(name + " sleeps");
                rest(SESSION_MS + world.scheduler().delay(0, 300));
            }
            default -> step = Step.JOIN;
        }
    }

    private void leave() {
        LeaveGroupRequestData request = new LeaveGroupRequestData().setGroupId(group.id);
        request.members()
                .add(new MemberIdentity().setMemberId(memberId).setGroupInstanceId(instance));
        forget();
        this.<LeaveGroupResponseData>ask(
                ApiKeys.LEAVE_GROUP,
                request,
                () -> {},
                PATIENCE_MS,
                answer -> rest(world.scheduler().delay(20, 400)));
    }

    private void beat() {
        beatAt = world.scheduler().elapsed() + world.scheduler().delay(30, 100);
        // No word on generations: while its group is loaded any member is told to go on, as in
        // Kafka.
        this.<HeartbeatResponseData>ask(
                ApiKeys.HEARTBEAT,
                new HeartbeatRequestData()
                        .setGroupId(group.id)
                        .setGenerationId(generation)
                        .setMemberId(memberId)
                        .setGroupInstanceId(instance),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    if (answer.errorCode() != Errors.NONE.code()) {
                        refused(Errors.forCode(answer.errorCode()));
                    }
                });
    }

    /** The coordinator refused; goes on as a consumer does. */
    void refused(Errors error) {
        world.trace().note(name + " at " + step + " is refused: " + error);
        switch (error) {
            case REBALANCE_IN_PROGRESS -> {
                if (step == Step.READ && commits.isWanted() && world.once(2)) {
                    commits.commit();
                }
                step = Step.LOOK;
            }
            case ILLEGAL_GENERATION -> step = Step.LOOK;
            case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID, GROUP_ID_NOT_FOUND -> forget();
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
                    rest(world.scheduler().delay(5, 60));
            default -> throw unexpected(error);
        }
    }

    private void forget() {
        memberId = "";
        generation = -1;
        leader = false;
        reading.positions().clear();
        commits.forget();
        step = Step.FIND;
    }
}

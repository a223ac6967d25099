package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupCommand.Commit;
import dev.reservoir.coord.group.GroupCommand.Commit.ToCommit;
import dev.reservoir.coord.group.GroupCommand.Fetch;
import dev.reservoir.coord.group.GroupCommand.Join;
import dev.reservoir.coord.group.GroupCommand.Sync;
import dev.reservoir.coord.group.GroupConfig.OffsetRetention;
import dev.reservoir.coord.group.GroupConfig.SessionBounds;
import dev.reservoir.coord.record.MemberValue;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.script.MachineScript;
import dev.reservoir.coord.script.Words;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Runs one script against the machine of groups. */
final class Script extends MachineScript<GroupState, GroupCommand<?>, GroupEvent> {
    Script() {
        super(new GroupMachine(GroupConfig.DEFAULT));
    }

    @Override
    protected GroupMachine configured(Words words) {
        return new GroupMachine(
                new GroupConfig(
                        new SessionBounds(
                                words.number("min.session", 6_000),
                                words.number("max.session", 1_800_000)),
                        words.number("initial.delay", 3_000),
                        words.number("max.size", Integer.MAX_VALUE),
                        words.number("max.record", 1_000_000),
                        words.number("max.metadata", 4096),
                        new OffsetRetention(
                                words.number("retention", 604_800_000),
                                words.number("check", 600_000))));
    }

    @Override
    protected boolean serve(String name, Words words) {
        if (name.equals("group")) {
            print(Text.group(state().group(words.first())));
            return true;
        }
        return false;
    }

    @Override
    protected String command(GroupCommand<?> command) {
        return Text.of(command);
    }

    @Override
    protected String event(GroupEvent event) {
        return Text.of(event);
    }

    @Override
    protected String result(Object result) {
        return Text.of(result);
    }

    @Override
    protected GroupCommand<?> parse(String name, Words words) {
        String group = words.bare() ? words.first() : "";
        Identity who = new Identity(words.text("member", ""), words.nullable("instance"));
        int generation = words.number("gen", -1);
        return switch (name) {
            case "join" -> join(group, who, words);
            case "sync" ->
                    new Sync(
                            group,
                            who,
                            generation,
                            words.nullable("type"),
                            words.nullable("protocol"),
                            words.pairs("assign").entrySet().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Map.Entry::getKey,
                                                    e -> Text.blob(e.getValue()))));
            case "beat" -> new GroupCommand.Beat(group, who, generation);
            case "leave" ->
                    new GroupCommand.Leave(
                            group, words.list("members").stream().map(Script::identity).toList());
            case "commit" ->
                    new Commit(
                            group,
                            who,
                            generation,
                            GroupError.valueOf(words.text("unknown", "ILLEGAL_GENERATION")),
                            words.number("retention", -1),
                            words.list("offsets").stream().map(o -> offset(o, words)).toList());
            case "txn-commit" ->
                    new GroupCommand.CommitInTransaction(
                            group,
                            who,
                            generation,
                            producer(words),
                            words.number("guard", 0),
                            words.list("offsets").stream().map(o -> offset(o, words)).toList());
            case "standing" -> new GroupCommand.Standing(producer(words).id());
            case "end" ->
                    new GroupCommand.EndTransaction(
                            producer(words),
                            new TransactionMarker(group.equals("commit"), words.number("by", 3)));
            case "fetch" ->
                    new Fetch(
                            group,
                            words.nullable("topics") == null
                                    ? null
                                    : partitions(words).entrySet().stream()
                                            .map(e ->
                                                    new Fetch.Wanted(
                                                            e.getKey(), id(words), e.getValue()))
                                            .toList(),
                            words.nullable("stable") != null);
            case "delete-offsets" -> new GroupCommand.DeleteOffsets(group, partitions(words));
            case "delete" -> new GroupCommand.Delete(group);
            case "describe" -> new GroupCommand.Describe(group);
            case "list" ->
                    new GroupCommand.ListAll(
                            Set.copyOf(words.list("states")), Set.copyOf(words.list("types")));
            case "forget" ->
                    new GroupCommand.ForgetTopic(group, new UUID(0, words.number("id", 1)));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Join join(String group, Identity who, Words words) {
        int version = words.number("v", 5);
        MemberValue.Client client =
                new MemberValue.Client(who.instanceId(), words.text("client", "c"), "/10.0.0.1");
        Member.Timeouts timeouts =
                new Member.Timeouts(
                        words.number("session", 10_000), words.number("rebalance", 60_000));
        List<Protocol> protocols = new ArrayList<>();
        words.pairs("protocols", "range:t")
                .forEach((name, topics) -> protocols.add(new Protocol(name, Text.topics(topics))));
        return new Join(
                group,
                who,
                words.text("new", "new"),
                new Join.Joiner(client, timeouts, version >= 4, version >= 9),
                words.text("type", "consumer"),
                protocols);
    }

    private static Producer producer(Words words) {
        return new Producer(words.number("pid", 7), (short) words.number("epoch", 0));
    }

    private static Identity identity(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Identity(text, null)
                : new Identity(text.substring(0, slash), text.substring(slash + 1));
    }

    private static ToCommit offset(String text, Words words) {
        int dash = text.indexOf('-');
        int at = text.indexOf('@');
        int colon = text.indexOf(':');
        return new ToCommit(
                text.substring(0, dash),
                Integer.parseInt(text.substring(dash + 1, at)),
                Long.parseLong(text.substring(at + 1, colon < 0 ? text.length() : colon)),
                -1,
                colon < 0 ? null : text.substring(colon + 1),
                id(words));
    }

    private static @Nullable UUID id(Words words) {
        String id = words.nullable("id");
        return id == null ? null : new UUID(0, Long.parseLong(id));
    }

    private static Map<String, List<Integer>> partitions(Words words) {
        Map<String, List<Integer>> partitions = new TreeMap<>();
        for (String text : words.list("topics")) {
            int dash = text.indexOf('-');
            partitions
                    .computeIfAbsent(text.substring(0, dash), _ -> new ArrayList<>())
                    .add(Integer.parseInt(text.substring(dash + 1)));
        }
        return partitions;
    }
}

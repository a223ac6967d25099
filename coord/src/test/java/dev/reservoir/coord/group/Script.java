package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupCommand.Commit;
import dev.reservoir.coord.group.GroupCommand.Commit.ToCommit;
import dev.reservoir.coord.group.GroupCommand.Fetch;
import dev.reservoir.coord.group.GroupCommand.Join;
import dev.reservoir.coord.group.GroupCommand.Sync;
import dev.reservoir.coord.group.GroupConfig.OffsetRetention;
import dev.reservoir.coord.group.GroupConfig.SessionBounds;
import dev.reservoir.coord.record.MemberValue;
import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.LogEntry;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Runs one script against the machine. A line that starts with {@code >} is a command; what follows
 * it, indented, is what came out. {@code > time T} moves the clock and fires timers, {@code >
 * restart} folds the log again.
 */
final class Script {
    private final List<String> out = new ArrayList<>();
    private final List<LogEntry> log = new ArrayList<>();
    private GroupConfig config = GroupConfig.DEFAULT;
    private GroupMachine machine = new GroupMachine(config);
    private GroupState state = machine.empty();
    private long time;
    private long ticket;

    /** The script with what comes out of its commands in the place of what stands there. */
    static String run(String script) {
        Script running = new Script();
        script.lines().filter(line -> !line.startsWith("    ")).forEach(running::line);
        return String.join("\n", running.out) + "\n";
    }

    private void line(String line) {
        out.add(line);
        if (line.startsWith("> ")) {
            List<String> words = List.of(line.substring(2).trim().split(" +"));
            command(words.getFirst(), new Words(words));
        }
    }

    private void command(String name, Words words) {
        switch (name) {
            case "config" -> configure(words);
            case "time" -> advance(Long.parseLong(words.first()));
            case "restart" -> restart();
            case "group" -> print(Text.group(state.group(words.first())));
            default -> ask(parse(name, words));
        }
    }

    private void configure(Words words) {
        config =
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
                                words.number("check", 600_000)));
        machine = new GroupMachine(config);
    }

    private void ask(GroupCommand<?> command) {
        ticket++;
        print("#" + ticket);
        take(machine.decide(state, ticket, command, now()));
    }

    private void advance(long to) {
        while (machine.nextDeadline(state) <= to) {
            time = Math.max(time, machine.nextDeadline(state));
            GroupCommand<?> due = Objects.requireNonNull(machine.due(state, now()));
            print("at " + time + " " + Text.of(due));
            take(machine.decide(state, 0, due, now()));
        }
        time = to;
    }

    private void restart() {
        state = machine.empty();
        for (LogEntry entry : log) {
            GroupEvent event = machine.decode(entry);
            if (event != null) {
                machine.apply(state, event);
            }
        }
        take(machine.decide(state, 0, machine.onLoaded(), now()));
    }

    private void take(Decision<GroupEvent> decision) {
        for (GroupEvent event : decision.events()) {
            LogEntry entry = machine.encode(event);
            if (entry != null) {
                log.add(entry);
            }
            machine.apply(state, event);
            print((entry == null ? "  " : "* ") + Text.of(event));
        }
        for (Answer answer : decision.answers()) {
            print("#" + answer.ticket() + " <- " + Text.of(answer.result()));
        }
    }

    private Now now() {
        return new Now(1_000_000 + time, time);
    }

    private void print(String text) {
        out.add("    " + text);
    }

    private static GroupCommand<?> parse(String name, Words words) {
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

    /** A command's words: a bare one, then {@code name=value}. */
    private record Words(List<String> words) {
        boolean bare() {
            return words.size() > 1 && !words.get(1).contains("=");
        }

        String first() {
            return words.get(1).equals("-") ? "" : words.get(1);
        }

        @Nullable String nullable(String name) {
            for (String word : words) {
                if (word.startsWith(name + "=")) {
                    return word.substring(name.length() + 1);
                }
            }
            return null;
        }

        String text(String name, String otherwise) {
            return Objects.requireNonNullElse(nullable(name), otherwise);
        }

        int number(String name, int otherwise) {
            String text = nullable(name);
            return text == null ? otherwise : Integer.parseInt(text);
        }

        List<String> list(String name) {
            String text = text(name, "");
            return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
        }

        Map<String, String> pairs(String name) {
            return pairs(name, "");
        }

        Map<String, String> pairs(String name, String otherwise) {
            Map<String, String> pairs = new LinkedHashMap<>();
            String text = text(name, otherwise);
            for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                int colon = pair.indexOf(':');
                pairs.put(pair.substring(0, colon), pair.substring(colon + 1));
            }
            return pairs;
        }
    }
}

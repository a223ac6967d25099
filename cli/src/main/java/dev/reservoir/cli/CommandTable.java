package dev.reservoir.cli;

import dev.reservoir.cli.kafka.configs.ConfigsCommand;
import dev.reservoir.cli.kafka.console.ConsoleConsumerCommand;
import dev.reservoir.cli.kafka.console.ConsoleProducerCommand;
import dev.reservoir.cli.kafka.groups.ConsumerGroupsCommand;
import dev.reservoir.cli.kafka.offsets.GetOffsetsCommand;
import dev.reservoir.cli.kafka.perf.ConsumerPerfCommand;
import dev.reservoir.cli.kafka.perf.ProducerPerfCommand;
import dev.reservoir.cli.kafka.records.DeleteRecordsCommand;
import dev.reservoir.cli.kafka.topics.TopicsCommand;
import dev.reservoir.cli.kafka.transactions.TransactionsCommand;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Every command by the name that it is started by. */
final class CommandTable {
    private static final Map<String, Supplier<Command>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("kafka-topics", TopicsCommand::new);
        COMMANDS.put("kafka-console-producer", ConsoleProducerCommand::new);
        COMMANDS.put("kafka-console-consumer", ConsoleConsumerCommand::new);
        COMMANDS.put("kafka-consumer-groups", ConsumerGroupsCommand::new);
        COMMANDS.put("kafka-configs", ConfigsCommand::new);
        COMMANDS.put("kafka-get-offsets", GetOffsetsCommand::new);
        COMMANDS.put("kafka-delete-records", DeleteRecordsCommand::new);
        COMMANDS.put("kafka-transactions", TransactionsCommand::new);
        COMMANDS.put("kafka-producer-perf-test", ProducerPerfCommand::new);
        COMMANDS.put("kafka-consumer-perf-test", ConsumerPerfCommand::new);
    }

    private CommandTable() {}

    static Set<String> names() {
        return COMMANDS.keySet();
    }

    /**
     * A new command of that name (Kafka's {@code .sh} behind it or not), or null if there is none.
     */
    static @Nullable Command create(String name) {
        Supplier<Command> command = COMMANDS.get(withoutSuffix(name));
        return command == null ? null : command.get();
    }

    static String withoutSuffix(String name) {
        return name.endsWith(".sh") ? name.substring(0, name.length() - 3) : name;
    }
}

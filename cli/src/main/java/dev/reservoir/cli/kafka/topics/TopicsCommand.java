package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.FailureLine;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;

/** {@code kafka-topics}. */
public final class TopicsCommand implements Command {
    private final Connection connection = new Connection();
    private final TopicsOptions options = new TopicsOptions();

    @Override
    public String description() {
        return "Creates, lists, describes, alters and deletes topics.";
    }

    @Override
    public FailureLine failureLine() {
        return new FailureLine("Error while executing topic command : ", 1);
    }

    @Override
    public void declare(OptionTable table) {
        connection.declare(table);
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        TopicsRules.check(given, terminal);
        connection.bootstrapServer();
        try (Admin admin = connection.admin(terminal)) {
            TopicSelection selection = new TopicSelection(admin);
            switch (TopicsRules.action(given)) {
                case LIST -> new ListTopics(selection, terminal).run(options);
                case CREATE -> new CreateTopic(admin, terminal).run(options);
                case DESCRIBE -> new DescribeTopics(admin, selection, terminal).run(options, given);
                case ALTER -> new AlterTopic(admin, selection).run(options);
                case DELETE -> new DeleteTopic(admin, selection).run(options);
            }
        }
        return 0;
    }
}

package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.Terminal;

/** {@code --list}: a name a line. */
final class ListTopics {
    private final TopicSelection selection;
    private final Terminal terminal;

    ListTopics(TopicSelection selection, Terminal terminal) {
        this.selection = selection;
        this.terminal = terminal;
    }

    void run(TopicsOptions options) {
        // An empty line when there is no topic, as Kafka's tool prints it.
        terminal.out()
                .println(
                        String.join("\n", selection.names(options.topic, options.excludeInternal)));
    }
}

package dev.reservoir.cli.house;

import dev.reservoir.cli.Word;
import dev.reservoir.cli.house.bench.BenchCommand;
import dev.reservoir.cli.house.check.CheckCommand;
import dev.reservoir.cli.house.completion.CompletionCommand;
import dev.reservoir.cli.house.config.ConfigWords;
import dev.reservoir.cli.house.consume.ConsumeCommand;
import dev.reservoir.cli.house.group.GroupWords;
import dev.reservoir.cli.house.produce.ProduceCommand;
import dev.reservoir.cli.house.status.StatusCommand;
import dev.reservoir.cli.house.topic.TopicWords;

import java.util.List;

/** The words of {@code reservoir}, in the order in which a newcomer needs them. */
public final class House {
    /** The program's name. */
    public static final String NAME = "reservoir";

    private House() {}

    public static Word.Branch words() {
        return new Word.Branch(
                NAME,
                "a Kafka-compatible event-streaming platform in one process.",
                List.of(
                        new Word.Elsewhere("start", "Starts a broker in the foreground."),
                        TopicWords.words(),
                        Word.Leaf.of("produce", ProduceCommand::new),
                        Word.Leaf.of("consume", ConsumeCommand::new),
                        GroupWords.words(),
                        ConfigWords.words(),
                        Word.Leaf.of("status", StatusCommand::new),
                        Word.Leaf.of("check", CheckCommand::new),
                        Word.Leaf.of("bench", BenchCommand::new),
                        new Word.Elsewhere(
                                "demo", "Runs a shop of services over events, to look at."),
                        Word.Leaf.of("completion", CompletionCommand::new)));
    }
}

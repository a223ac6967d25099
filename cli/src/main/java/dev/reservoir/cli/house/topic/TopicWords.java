package dev.reservoir.cli.house.topic;

import dev.reservoir.cli.Word;

import java.util.List;

/** The words behind {@code reservoir topic}. */
public final class TopicWords {
    private TopicWords() {}

    public static Word.Branch words() {
        return new Word.Branch(
                "topic",
                "Topics: durable, partitioned logs of records.",
                List.of(
                        Word.Leaf.of("list", TopicList::new),
                        Word.Leaf.of("create", TopicCreate::new),
                        Word.Leaf.of("describe", TopicDescribe::new),
                        Word.Leaf.of("grow", TopicGrow::new),
                        Word.Leaf.of("trim", TopicTrim::new),
                        Word.Leaf.of("delete", TopicDelete::new)));
    }
}

package dev.reservoir.cli.house.config;

import dev.reservoir.cli.Word;

import java.util.List;

/** The words behind {@code reservoir config}. */
public final class ConfigWords {
    private ConfigWords() {}

    public static Word.Branch words() {
        return new Word.Branch(
                "config",
                "Settings of topics and brokers, under Kafka's names.",
                List.of(
                        Word.Leaf.of("get", ConfigGet::new),
                        Word.Leaf.of("set", ConfigSet::new),
                        Word.Leaf.of("unset", ConfigUnset::new)));
    }
}

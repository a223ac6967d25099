package dev.reservoir.cli.house.group;

import dev.reservoir.cli.Word;

import java.util.List;

/** The words behind {@code reservoir group}. */
public final class GroupWords {
    private GroupWords() {}

    public static Word.Branch words() {
        return new Word.Branch(
                "group",
                "Consumer groups: who reads what, and how far they are.",
                List.of(
                        Word.Leaf.of("list", GroupList::new),
                        Word.Leaf.of("describe", GroupDescribe::new),
                        Word.Leaf.of("reset", GroupReset::new),
                        Word.Leaf.of("delete", GroupDelete::new)));
    }
}

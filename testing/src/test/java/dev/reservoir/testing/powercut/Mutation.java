package dev.reservoir.testing.powercut;

/** A rule of docs/DURABILITY.md whose code is gone or wrong, and the tests that must notice. */
enum Mutation {
    A_TORN_COMMIT_IS_REPLAYED_IN_PART(
            3,
            "local/JournalReader.java",
            "intact.add(found == row.checksum());",
            "if (found == row.checksum()) { intact.add(true); } else { rows.removeLast(); }",
            Suite.POWER_CUT),
    ENTRIES_ARE_NOT_CHECKED(
            5,
            "local/JournalReader.java",
            "intact.add(found == row.checksum());",
            "intact.add(true);",
            Suite.POWER_CUT),
    A_TRIM_IS_ANSWERED_BEFORE_IT_IS_DURABLE(
            13,
            "local/LocalPartition.java",
            "host.enqueue(JournalEntry.trim(this, newStart, completion));",
            "host.enqueue(JournalEntry.trim(this, newStart, completion)); completion.succeed();",
            Suite.POWER_CUT),
    A_CHECKPOINT_IS_NOT_CHECKED(
            20,
            "local/CheckpointFile.java",
            "return (int) crc.getValue() == header.getInt(52) ? decode(header, body) : null;",
            "return decode(header, body);",
            Suite.CHECKPOINT_FLIPS);

    final int rule;
    final String file;
    final String text;
    final String replacement;
    final Suite suite;

    Mutation(int rule, String file, String text, String replacement, Suite suite) {
        this.rule = rule;
        this.file = file;
        this.text = text;
        this.replacement = replacement;
        this.suite = suite;
    }
}

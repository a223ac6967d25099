package dev.reservoir.orders.storage;

/** Records that could not be read as events, kept for somebody to look at. */
public final class SetAside {
    private final Database database;

    public SetAside(Database database) {
        this.database = database;
        database.create(
                """
                create table if not exists set_aside (
                    topic text, partition integer, offset integer, value blob, reason text,
                    primary key (topic, partition, offset))
                """);
    }

    /** Keeps the record; one that was kept before is not kept twice. */
    public void keep(Position position, byte[] value, String reason) {
        database.update(
                "insert or ignore into set_aside values (?, ?, ?, ?, ?)",
                position.topic(),
                position.partition(),
                position.offset(),
                value,
                reason);
    }

    /** Where a record lies. */
    public record Position(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + "-" + partition + " at offset " + offset;
        }
    }
}

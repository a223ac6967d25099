package dev.reservoir.orders.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class OutboxTest {
    @TempDir Path directory;

    @Test
    void isEmptiedInOrderAndRemembersWhatWasSent() {
        Path file = directory.resolve("service.db");
        try (Database database = Database.open(file)) {
            Outbox outbox = new Outbox(database);
            for (int i = 1; i <= 5; i++) {
                outbox.add("key" + i, "value" + i);
            }
            assertThat(outbox.unsent(3))
                    .extracting(Outbox.Message::value)
                    .containsExactly("value1", "value2", "value3");
            outbox.markSent(outbox.unsent(2));
        }
        try (Database database = Database.open(file)) {
            Outbox outbox = new Outbox(database);
            assertThat(outbox.unsent(10))
                    .extracting(Outbox.Message::key)
                    .containsExactly("key3", "key4", "key5");
            outbox.markSent(outbox.unsent(10));
            assertThat(outbox.unsent(10)).isEmpty();
        }
    }

    @Test
    void whatIsOnDiskSurvivesThePower() {
        try (Database database = Database.open(directory.resolve("service.db"))) {
            assertThat(database.query("pragma journal_mode", row -> row.getString(1)))
                    .containsExactly("wal");
            assertThat(database.query("pragma synchronous", row -> row.getInt(1)))
                    .as("full")
                    .containsExactly(2);
        }
    }
}

package dev.reservoir.orders.storage;

import java.util.Collections;
import java.util.List;

/**
 * Events that a service has yet to publish. An event is written in the transaction that gives rise
 * to it, so it exists exactly if what it tells of happened, whether or not a broker can be reached.
 * It is marked as sent after the broker has acknowledged it; who dies between the two sends it
 * again.
 */
public final class Outbox {
    /**
     * @param id ascending in the order of writing
     * @param key the order's id
     */
    public record Message(long id, String key, String value) {}

    private final Database database;

    public Outbox(Database database) {
        this.database = database;
        database.create(
                """
                create table if not exists outbox (
                    id integer primary key autoincrement,
                    key text not null,
                    value text not null,
                    sent integer not null default 0);
                create index if not exists outbox_unsent on outbox (id) where sent = 0
                """);
    }

    /** Adds an event; to be called in a transaction. */
    public void add(String key, String value) {
        database.update("insert into outbox (key, value) values (?, ?)", key, value);
    }

    /** The oldest events that are not marked as sent, in their order. */
    public List<Message> unsent(int limit) {
        return database.query(
                "select id, key, value from outbox where sent = 0 order by id limit ?",
                row -> new Message(row.getLong(1), row.getString(2), row.getString(3)),
                limit);
    }

    public void markSent(List<Message> messages) {
        if (!messages.isEmpty()) {
            String places = String.join(",", Collections.nCopies(messages.size(), "?"));
            Object[] ids = messages.stream().map(Message::id).toArray();
            database.update("update outbox set sent = 1 where id in (" + places + ")", ids);
        }
    }
}

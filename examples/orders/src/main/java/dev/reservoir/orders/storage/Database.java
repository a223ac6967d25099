package dev.reservoir.orders.storage;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to a service's own SQLite database. Used by one thread; other threads and processes
 * have connections of their own to the same file.
 *
 * <p>Readers do not wait for the writer (write-ahead log). A transaction that has returned is on
 * disk ({@code synchronous=FULL}): a service tells the broker that it is done with an event only
 * after its transaction, and the broker does not forget. With less, a power cut could take the
 * transaction back and leave the event marked as done.
 */
public final class Database implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What happens as a whole or not at all. */
    @FunctionalInterface
    public interface Work<T> {
        T run();
    }

    private final Path file;
    private final Connection connection;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens the database, which is made if it is not there. */
    public static Database open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(PATIENCE_MS);
        try {
            return new Database(file, config.createConnection("jdbc:sqlite:" + file));
        } catch (SQLException e) {
            throw new StorageException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** Makes tables, separated by semicolons, that say {@code if not exists}. */
    public void create(String tables) {
        for (String statement : tables.split(";")) {
            if (!statement.isBlank()) {
                execute(statement);
            }
        }
    }

    /**
     * Does the work in one transaction. It is the only writer from its first moment on, so that
     * what it reads still holds when it writes.
     */
    public <T> T transaction(Work<T> work) {
        execute("begin immediate");
        boolean done = false;
        try {
            T result = work.run();
            execute("commit");
            done = true;
            return result;
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    /** Runs a statement that writes; returns how many rows it changed. */
    public int update(String sql, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    private void rollback() {
        try {
            execute("rollback");
        } catch (StorageException _) {
            // SQLite has rolled back by itself, as it does when the disk is full; the cause is on
            // its way up.
        }
    }

    private StorageException failed(String sql, SQLException e) {
        return new StorageException(
                "%s: %s (in: %s)".formatted(file, e.getMessage(), sql.strip()), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StorageException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}

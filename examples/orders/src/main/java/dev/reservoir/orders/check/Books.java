package dev.reservoir.orders.check;

import dev.reservoir.orders.service.ServiceName;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The databases of all four services, read-only and side by side, as no service ever sees them.
 * Used by one thread.
 */
public final class Books implements AutoCloseable {
    /** Of what breaks an invariant so much is told. */
    private static final int MOST_CULPRITS = 1_000;

    private static final int PATIENCE_MS = 10_000;

    /**
     * From the end of the pipeline to its beginning: what is shipped in an older picture is paid in
     * a younger one. The other way round an order could be paid and shipped between two pictures,
     * and would seem to be shipped unpaid.
     */
    private static final List<String> PICTURES =
            List.of(
                    "select 1 from shipping.shipments limit 1",
                    "select 1 from inventory.stock limit 1",
                    "select 1 from billing.payments limit 1",
                    "select 1 from orders.orders limit 1");

    private static final String FIGURES =
            """
            select
                (select count(*) from orders.orders),
                (select count(*) from billing.payments where payment_status = 'paid'),
                (select count(*) from billing.payments where payment_status = 'declined'),
                (select count(*) from inventory.taken),
                (select count(*) from shipping.shipments),
                (select sum(remaining) from inventory.stock),
                (select sum(initial) from inventory.stock),
                (select count(*) from orders.outbox where sent = 0)
                    + (select count(*) from billing.outbox where sent = 0)
            """;

    /**
     * What the books say.
     *
     * @param broken the invariants that do not hold, each with what breaks it
     */
    public record Reading(Figures figures, Map<Invariant, List<String>> broken) {}

    private final Connection connection;

    private Books(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens the databases, which have their tables.
     *
     * @throws SQLException if one is not there
     */
    public static Books open(Path directory) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        config.setBusyTimeout(PATIENCE_MS);
        Connection connection = config.createConnection("jdbc:sqlite::memory:");
        try (PreparedStatement attach = connection.prepareStatement("attach ? as ?")) {
            for (ServiceName name : ServiceName.values()) {
                attach.setString(1, name.database(directory).toUri() + "?mode=ro");
                attach.setString(2, name.word());
                attach.execute();
            }
        }
        return new Books(connection);
    }

    /** Reads the figures and looks at the invariants that hold at every moment. */
    public Reading read() throws SQLException {
        return read(List.of(Invariant.When.ALWAYS));
    }

    /** Looks at all invariants, those too that hold when the pipeline has drained. */
    public Reading readAtTheEnd() throws SQLException {
        return read(List.of(Invariant.When.values()));
    }

    /** Reads the figures alone, which is quick. */
    public Figures figures() throws SQLException {
        return inOnePicture(Books::figures);
    }

    private Reading read(List<Invariant.When> which) throws SQLException {
        return inOnePicture(statement -> {
            Map<Invariant, List<String>> broken = new EnumMap<>(Invariant.class);
            for (Invariant invariant : Invariant.values()) {
                if (which.contains(invariant.when())) {
                    List<String> culprits = culprits(statement, invariant);
                    if (!culprits.isEmpty()) {
                        broken.put(invariant, culprits);
                    }
                }
            }
            return new Reading(figures(statement), broken);
        });
    }

    private interface Look<T> {
        T at(Statement statement) throws SQLException;
    }

    private <T> T inOnePicture(Look<T> look) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("begin");
            try {
                for (String picture : PICTURES) {
                    statement.executeQuery(picture).close();
                }
                return look.at(statement);
            } finally {
                statement.execute("rollback");
            }
        }
    }

    private static List<String> culprits(Statement statement, Invariant invariant)
            throws SQLException {
        String limited = invariant.culprits() + " limit " + MOST_CULPRITS;
        try (ResultSet rows = statement.executeQuery(limited)) {
            List<String> culprits = new ArrayList<>();
            while (rows.next()) {
                culprits.add(rows.getString(1));
            }
            return culprits;
        }
    }

    private static Figures figures(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(FIGURES)) {
            row.next();
            return new Figures(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

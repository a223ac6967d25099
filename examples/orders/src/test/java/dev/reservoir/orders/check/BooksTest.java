package dev.reservoir.orders.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.orders.service.ServiceName;
import dev.reservoir.orders.service.ServiceProcess;
import dev.reservoir.orders.storage.Database;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The invariants over databases written by hand: a whole shop, then one thing broken at a time. */
class BooksTest {
    @TempDir Path directory;

    /** Order a is paid, taken and shipped; order b is declined. */
    @BeforeEach
    void aWholeShop() {
        ServiceProcess.prepare(directory);
        ordered("a", "lamp", 2);
        ordered("b", "mug", 1);
        billed("a", "tx-1", "paid");
        billed("b", "tx-2", "declined");
        taken("a", "lamp", 2);
        sql(
                ServiceName.INVENTORY,
                "update stock set remaining = remaining - 2 where item = 'lamp'");
        shipped("a");
    }

    private void sql(ServiceName service, String statement) {
        try (Database database = Database.open(service.database(directory))) {
            database.update(statement);
        }
    }

    private void ordered(String id, String item, int quantity) {
        sql(
                ServiceName.ORDERS,
                "insert into orders values ('%s', '%s', %d, '1.00', 'card', '')"
                        .formatted(id, item, quantity));
    }

    private void billed(String id, String transaction, String status) {
        sql(
                ServiceName.BILLING,
                "insert into payments values ('%s', '%s', '1.00', '%s')"
                        .formatted(transaction, id, status));
    }

    private void taken(String id, String item, int quantity) {
        sql(
                ServiceName.INVENTORY,
                "insert into taken values ('%s', '%s', %d)".formatted(id, item, quantity));
    }

    private void shipped(String id) {
        sql(ServiceName.SHIPPING, "insert into shipments (order_id) values ('" + id + "')");
    }

    private Books.Reading always() throws SQLException {
        try (Books books = Books.open(directory)) {
            return books.read();
        }
    }

    private Map<Invariant, List<String>> brokenAtTheEnd() throws SQLException {
        try (Books books = Books.open(directory)) {
            return books.readAtTheEnd().broken();
        }
    }

    @Test
    void aWholeShopBreaksNothing() throws Exception {
        assertThat(brokenAtTheEnd()).isEmpty();
        assertThat(always().broken()).isEmpty();
        assertThat(always().figures()).isEqualTo(new Figures(2, 1, 1, 1, 1, 499_998, 500_000, 0));
        assertThat(always().figures().isDrained()).isTrue();
    }

    @Test
    void billedTwice() throws Exception {
        billed("b", "tx-3", "declined");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.BILLED_ONCE, List.of("b")));
    }

    @Test
    void billedTwiceWithDifferentOutcomes() throws Exception {
        billed("a", "tx-3", "declined");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.BILLED_ONCE, List.of("a")));
    }

    @Test
    void billedThoughNobodyOrdered() throws Exception {
        billed("x", "tx-3", "declined");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.BILLED_IF_ORDERED, List.of("x")));
    }

    @Test
    void shippedTwice() throws Exception {
        shipped("a");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.SHIPPED_ONCE, List.of("a")));
    }

    @Test
    void shippedThoughDeclined() throws Exception {
        shipped("b");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.SHIPPED_IF_PAID, List.of("b")));
    }

    @Test
    void shippedBeforeItIsBilled() throws Exception {
        ordered("c", "mug", 1);
        shipped("c");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.SHIPPED_IF_PAID, List.of("c")));
    }

    @Test
    void shippedThoughNobodyOrdered() throws Exception {
        billed("x", "tx-3", "paid");
        shipped("x");
        assertThat(always().broken())
                .isEqualTo(
                        Map.of(
                                Invariant.BILLED_IF_ORDERED,
                                List.of("x"),
                                Invariant.SHIPPED_IF_ORDERED,
                                List.of("x")));
    }

    @Test
    void takenTwice() throws Exception {
        taken("a", "lamp", 2);
        sql(
                ServiceName.INVENTORY,
                "update stock set remaining = remaining - 2 where item = 'lamp'");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.TAKEN_ONCE, List.of("a")));
    }

    @Test
    void takenThoughDeclined() throws Exception {
        taken("b", "mug", 1);
        sql(ServiceName.INVENTORY, "update stock set remaining = remaining - 1 where item = 'mug'");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.STOCK_ADDS_UP, List.of("mug")));
    }

    @Test
    void anotherItemTakenThanOrdered() throws Exception {
        sql(ServiceName.INVENTORY, "update taken set item = 'mug'");
        sql(ServiceName.INVENTORY, "update stock set remaining = initial");
        sql(ServiceName.INVENTORY, "update stock set remaining = initial - 2 where item = 'mug'");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.TAKEN_AS_ORDERED, List.of("a")));
    }

    @Test
    void stockThatWentWithoutAnOrder() throws Exception {
        sql(
                ServiceName.INVENTORY,
                "update stock set remaining = remaining - 1 where item = 'book'");
        assertThat(always().broken()).isEqualTo(Map.of(Invariant.STOCK_ADDS_UP, List.of("book")));
    }

    @Test
    void whatIsUnderWayIsMissedOnlyAtTheEnd() throws Exception {
        ordered("c", "mug", 1);
        ordered("d", "mug", 1);
        billed("d", "tx-3", "paid");
        assertThat(always().broken()).isEmpty();
        assertThat(always().figures().isDrained()).isFalse();
        assertThat(brokenAtTheEnd())
                .isEqualTo(
                        Map.of(
                                Invariant.EACH_BILLED,
                                List.of("c"),
                                Invariant.EACH_PAID_SHIPPED,
                                List.of("d"),
                                Invariant.EACH_PAID_TAKEN,
                                List.of("d")));
    }

    @Test
    void whatWasBrokenOnceStaysBroken() throws Exception {
        Breaches breaches = new Breaches();
        shipped("a");
        assertThat(breaches.add(always().broken())).containsExactly(Invariant.SHIPPED_ONCE);
        assertThat(breaches.add(always().broken())).isEmpty();
        sql(ServiceName.SHIPPING, "delete from shipments where id > 1");
        assertThat(breaches.add(always().broken())).isEmpty();
        assertThat(breaches.of(Invariant.SHIPPED_ONCE)).containsExactly("a");
        assertThat(breaches.of(Invariant.TAKEN_ONCE)).isEmpty();
    }
}

package dev.reservoir.orders.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.orders.events.BillingEvent;
import dev.reservoir.orders.events.BillingOutcome;
import dev.reservoir.orders.events.PaymentStatus;
import dev.reservoir.orders.events.UnreadableEventException;
import dev.reservoir.orders.storage.Database;
import dev.reservoir.orders.storage.Outbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Each service is given its events more than once, and acts once. */
class RedeliveryTest {
    private static final String PAID = outcome("a-1", PaymentStatus.PAID, "lamp");
    private static final String DECLINED = outcome("a-2", PaymentStatus.DECLINED, "lamp");
    private static final String ORDER =
            new BillingEvent("a-1", new BigDecimal("79.80"), "card", Instant.EPOCH, "lamp", 2)
                    .toJson();

    @TempDir Path directory;
    private Database database;

    private static String outcome(String orderId, PaymentStatus status, String item) {
        return new BillingOutcome(orderId, status, "tx-1", item, 2).toJson();
    }

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("service.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long number(String sql) {
        return database.query(sql, row -> row.getLong(1)).getFirst();
    }

    /** Whether the event was acted upon. */
    private boolean handled(EventHandler handler, String event) {
        return database.transaction(() -> acts(handler, event));
    }

    private static boolean acts(EventHandler handler, String event) {
        try {
            return handler.handle(event).isPresent();
        } catch (UnreadableEventException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void billingCollectsOnceAndTellsOnce() {
        BillingService billing = new BillingService(database, new Random(1));
        assertThat(handled(billing, ORDER)).isTrue();
        assertThat(handled(billing, ORDER)).isFalse();
        assertThat(number("select count(*) from payments")).isEqualTo(1);
        assertThat(new Outbox(database).unsent(10))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.key()).isEqualTo("a-1");
                    assertThat(BillingOutcome.parse(message.value()).orderId()).isEqualTo("a-1");
                });
    }

    /** A service that is killed in the transaction is given the event again. */
    @Test
    void whatCameToNothingIsDoneTheNextTime() {
        BillingService billing = new BillingService(database, new Random(1));
        assertThatThrownBy(() ->
                        database.transaction(() -> {
                            assertThat(acts(billing, ORDER)).isTrue();
                            throw new IllegalStateException("killed");
                        }))
                .hasMessage("killed");
        assertThat(number("select count(*) from payments")).isZero();
        assertThat(new Outbox(database).unsent(10)).isEmpty();
        assertThat(handled(billing, ORDER)).isTrue();
        assertThat(number("select count(*) from payments")).isEqualTo(1);
    }

    @Test
    void inventoryTakesOnce() {
        InventoryService inventory = new InventoryService(database);
        assertThat(handled(inventory, PAID)).isTrue();
        assertThat(handled(inventory, PAID)).isFalse();
        assertThat(number("select initial - remaining from stock where item = 'lamp'"))
                .isEqualTo(2);
        assertThat(number("select count(*) from taken")).isEqualTo(1);
    }

    @Test
    void shippingShipsOnce() {
        ShippingService shipping = new ShippingService(database);
        assertThat(handled(shipping, PAID)).isTrue();
        assertThat(handled(shipping, PAID)).isFalse();
        assertThat(number("select count(*) from shipments")).isEqualTo(1);
    }

    @Test
    void aDeclinedOrderIsNeitherTakenNorShipped() {
        assertThat(handled(new InventoryService(database), DECLINED)).isFalse();
        assertThat(handled(new ShippingService(database), DECLINED)).isFalse();
        assertThat(number("select count(*) from taken")).isZero();
        assertThat(number("select sum(initial - remaining) from stock")).isZero();
        assertThat(number("select count(*) from shipments")).isZero();
    }

    @Test
    void aServiceThatStartsAgainKnowsWhatItHasSeen() {
        handled(new InventoryService(database), PAID);
        close();
        open();
        assertThat(handled(new InventoryService(database), PAID)).isFalse();
        assertThat(number("select sum(initial - remaining) from stock")).isEqualTo(2);
    }

    @Test
    void anItemThatIsNotInStockChangesNothing() {
        InventoryService inventory = new InventoryService(database);
        assertThatThrownBy(() -> inventory.handle(outcome("a-3", PaymentStatus.PAID, "moon")))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("item is 'moon', which is not in stock");
        assertThat(number("select count(*) from inbox")).isZero();
    }

    @Test
    void anOrderAndItsEventAreThereTogether() throws Exception {
        OrderService orders = new OrderService(database);
        Order order = new Order("a-1", Item.LAMP, 2, "card", Instant.EPOCH);
        orders.place(order);
        assertThatThrownBy(() -> orders.place(order)).hasMessageContaining("UNIQUE");
        List<Outbox.Message> messages = new Outbox(database).unsent(10);
        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().key()).isEqualTo("a-1");
        assertThat(messages.getFirst().value()).isEqualTo(ORDER);
    }
}

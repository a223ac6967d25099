package dev.reservoir.coord.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.ProducerResult;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Clients that share transactional ids, lose answers and ask with what they had before; what each
 * was given is nobody else's.
 */
final class Clients {
    private static final List<String> IDS = List.of("a", "b");
    private static final int EACH = 3;
    private static final int FIRST_FRESH = 100;

    /** One client, old (its epoch stays over the end of a transaction) or new. */
    static final class Client {
        final String id;
        final boolean isNew;
        final List<Producer> had = new ArrayList<>();
        final SortedSet<TransactionPartition> added = new TreeSet<>();
        @Nullable Producer has;

        Client(String id, boolean isNew) {
            this.id = id;
            this.isNew = isNew;
        }
    }

    private final Random random;
    private final List<Client> all = new ArrayList<>();
    private final Map<Producer, Client> owners = new HashMap<>();
    private long lastFresh = FIRST_FRESH;

    Clients(Random random) {
        this.random = random;
        for (String id : IDS) {
            for (int i = 0; i < EACH; i++) {
                all.add(new Client(id, i < EACH - 1));
            }
        }
    }

    Client any() {
        return all.get(random.nextInt(all.size()));
    }

    long fresh() {
        return ++lastFresh;
    }

    TransactionCommand<?> ask(Client client) {
        Producer with =
                client.had.isEmpty() || random.nextInt(6) > 0
                        ? client.has
                        : client.had.get(random.nextInt(client.had.size()));
        if (with == null) {
            return init(client, null);
        }
        return switch (random.nextInt(20)) {
            case 0 -> init(client, null);
            case 1, 2 -> init(client, with);
            case 3, 4, 5, 6, 7, 8, 9, 10 ->
                    new TransactionCommand.AddPartitions(client.id, with, partitions());
            case 11, 12 -> new TransactionCommand.Verify(client.id, with, partitions());
            case 13 -> new TransactionCommand.Describe(client.id);
            default ->
                    new TransactionCommand.End(
                            client.id, with, random.nextBoolean(), client.isNew, fresh());
        };
    }

    private TransactionCommand.Init init(Client client, @Nullable Producer known) {
        int timeout = random.nextInt(30) == 0 ? 0 : 500 + random.nextInt(6_000);
        return new TransactionCommand.Init(client.id, timeout, known, fresh());
    }

    /** At times none at all. */
    private SortedSet<TransactionPartition> partitions() {
        SortedSet<TransactionPartition> partitions = new TreeSet<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            partitions.add(new TransactionPartition("t", random.nextInt(5)));
        }
        return partitions;
    }

    /** A client is answered, though it may not hear of it. */
    void answered(Client client, TransactionCommand<?> command, Object result, String as) {
        if (result instanceof ProducerResult given && given.error() == TransactionError.NONE) {
            Producer producer = new Producer(given.producerId(), given.epoch());
            assertThat(producer.epoch()).as(as).isBetween((short) 0, (short) 32766);
            assertThat(owners.computeIfAbsent(producer, _ -> client))
                    .as("%s: one client has %s", as, producer)
                    .isSameAs(client);
            client.added.clear();
            if (random.nextInt(6) > 0) {
                client.has = producer;
                client.had.add(producer);
            }
        }
        if (result == TransactionError.NONE
                && command instanceof TransactionCommand.AddPartitions add) {
            client.added.addAll(add.partitions());
        }
    }
}

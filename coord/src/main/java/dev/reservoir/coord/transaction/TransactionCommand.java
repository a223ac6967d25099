package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Command;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.runner.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the transaction coordinator is asked, by clients, by who writes markers, and by itself.
 *
 * @param <R> the result
 */
public sealed interface TransactionCommand<R> extends Command<R> {

    /** A command that is answered by an error or by none. */
    sealed interface Plain extends TransactionCommand<TransactionError> {
        @Override
        default Class<TransactionError> resultType() {
            return TransactionError.class;
        }

        @Override
        default TransactionError refused(Refusal why) {
            return TransactionError.of(why);
        }
    }

    /** A command that is answered by what the producer goes on with. */
    sealed interface OfProducer extends TransactionCommand<ProducerResult> {
        @Override
        default Class<ProducerResult> resultType() {
            return ProducerResult.class;
        }

        @Override
        default ProducerResult refused(Refusal why) {
            return ProducerResult.failed(TransactionError.of(why));
        }
    }

    /**
     * InitProducerId of a transactional producer.
     *
     * @param known what the producer has; null for one that begins (KIP-360)
     * @param freshProducerId to give out where a new id is needed
     */
    record Init(
            String transactionalId, int timeoutMs, @Nullable Producer known, long freshProducerId)
            implements OfProducer {}

    /** Partitions become part of the transaction, which begins if it has not. */
    record AddPartitions(
            String transactionalId, Producer producer, SortedSet<TransactionPartition> partitions)
            implements Plain {
        public AddPartitions {
            partitions = new TreeSet<>(partitions);
        }
    }

    /** Whether partitions are part of the open transaction. */
    record Verify(
            String transactionalId, Producer producer, SortedSet<TransactionPartition> partitions)
            implements TransactionCommand<VerifyResult> {
        public Verify {
            partitions = new TreeSet<>(partitions);
        }

        @Override
        public Class<VerifyResult> resultType() {
            return VerifyResult.class;
        }

        @Override
        public VerifyResult refused(Refusal why) {
            return VerifyResult.failed(TransactionError.of(why));
        }
    }

    /**
     * EndTxn.
     *
     * @param bumpsEpoch whether the client knows that each transaction has an epoch of its own
     *     (versions 5+, KIP-890)
     * @param freshProducerId to give out where the epochs are used up
     */
    record End(
            String transactionalId,
            Producer producer,
            boolean commit,
            boolean bumpsEpoch,
            long freshProducerId)
            implements OfProducer {
        /** Whether the epochs of the producer's id are used up, so that it needs another. */
        public static boolean needsFreshId(short epoch) {
            return ProducerIdentity.isLastEpoch(epoch);
        }
    }

    /**
     * Waits for prepared transactions, to write their markers. One asks at a time, when {@link
     * Written} was said of all that it was given.
     */
    record AwaitPrepared() implements TransactionCommand<PreparedResult> {
        @Override
        public Class<PreparedResult> resultType() {
            return PreparedResult.class;
        }

        @Override
        public PreparedResult refused(Refusal why) {
            return new PreparedResult(why, List.of());
        }

        @Override
        public boolean waitsForLoad() {
            return true;
        }
    }

    /**
     * Markers of a prepared transaction were handed to the log.
     *
     * @param left where that failed
     */
    record Written(String transactionalId, Producer producer, SortedSet<TransactionPartition> left)
            implements Plain {
        public Written {
            left = new TreeSet<>(left);
        }
    }

    /** DescribeTransactions, for one id. */
    record Describe(String transactionalId) implements TransactionCommand<DescribeResult> {
        @Override
        public Class<DescribeResult> resultType() {
            return DescribeResult.class;
        }

        @Override
        public DescribeResult refused(Refusal why) {
            return DescribeResult.failed(TransactionError.of(why));
        }
    }

    /** ListTransactions, for one shard. A list with holes helps nobody, so it waits for a load. */
    record ListAll() implements TransactionCommand<ListResult> {
        @Override
        public Class<ListResult> resultType() {
            return ListResult.class;
        }

        @Override
        public ListResult refused(Refusal why) {
            return new ListResult(TransactionError.of(why), List.of());
        }

        @Override
        public boolean waitsForLoad() {
            return true;
        }
    }

    /** A timer has fired. */
    record Fire(TransactionTimer key) implements Plain {}

    /** The shard was loaded: its timers start. */
    record Loaded() implements Plain {}

    /** The producer id and epoch to go on with; -1 with an error. */
    record ProducerResult(TransactionError error, long producerId, short epoch) {
        static ProducerResult failed(TransactionError error) {
            return new ProducerResult(error, ProducerIdentity.NO_ID, ProducerIdentity.NO_EPOCH);
        }

        static ProducerResult of(Producer producer) {
            return new ProducerResult(TransactionError.NONE, producer.id(), producer.epoch());
        }
    }

    /**
     * @param error of all partitions
     * @param missing those that are not part of the transaction, when there is no error
     */
    record VerifyResult(TransactionError error, Set<TransactionPartition> missing) {
        /** All are part of it. */
        public static final VerifyResult OK = failed(TransactionError.NONE);

        public VerifyResult {
            missing = Set.copyOf(missing);
        }

        /** The same for all. */
        public static VerifyResult failed(TransactionError error) {
            return new VerifyResult(error, Set.of());
        }
    }

    /**
     * @param refusal why there are none; null when it was decided
     */
    record PreparedResult(@Nullable Refusal refusal, List<Prepared> transactions) {
        public PreparedResult {
            transactions = List.copyOf(transactions);
        }
    }

    /**
     * A transactional id, with the times in milliseconds.
     *
     * @param title Kafka's name of the state
     * @param startedMs since the epoch; -1 when no transaction has begun
     */
    record Described(
            String transactionalId,
            Producer producer,
            String title,
            int timeoutMs,
            long startedMs,
            Map<String, List<Integer>> partitions) {}

    /**
     * @param description null with an error
     */
    record DescribeResult(TransactionError error, @Nullable Described description) {
        static DescribeResult failed(TransactionError error) {
            return new DescribeResult(error, null);
        }
    }

    /** The ids of a shard. */
    record ListResult(TransactionError error, List<Described> transactions) {
        public ListResult {
            transactions = List.copyOf(transactions);
        }
    }
}

package dev.reservoir.broker.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.reservoir.coord.transaction.TransactionCommand.Described;
import dev.reservoir.coord.transaction.TransactionCommand.ListAll;
import dev.reservoir.coord.transaction.TransactionCommand.ListResult;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionError;
import dev.reservoir.coord.transaction.TransactionStatus;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * ListTransactions (key 66, versions 0 to 2; duration KIP-994, pattern KIP-1152): the transactional
 * ids that are known, by state, producer, duration and name. Patterns are those of RE2, as in
 * Kafka.
 */
public final class ListTransactions implements Handler<ListTransactionsRequestData> {
    private static final Set<String> STATES =
            Stream.concat(
                            Arrays.stream(TransactionStatus.values()).map(TransactionStatus::title),
                            Stream.of("Dead", "PrepareEpochFence"))
                    .collect(Collectors.toSet());

    private final TransactionCoordinator coordinator;
    private final Supplier<MetadataImage> metadata;
    private final InstantSource clock;

    /**
     * @param clock the time of day
     */
    public ListTransactions(
            TransactionCoordinator coordinator,
            Supplier<MetadataImage> metadata,
            InstantSource clock) {
        this.coordinator = coordinator;
        this.metadata = metadata;
        this.clock = clock;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.LIST_TRANSACTIONS;
    }

    @Override
    public Reply handle(RequestContext context, ListTransactionsRequestData request) {
        var response = new ListTransactionsResponseData();
        List<String> unknown =
                request.stateFilters().stream().filter(state -> !STATES.contains(state)).toList();
        response.setUnknownStateFilters(unknown);
        Predicate<Described> wanted;
        try {
            wanted = wanted(request, clock.millis());
        } catch (PatternSyntaxException e) {
            return Reply.of(response.setErrorCode(Errors.INVALID_REGULAR_EXPRESSION.code()));
        }
        boolean none = !unknown.isEmpty() && unknown.size() == request.stateFilters().size();
        if (none || metadata.get().topic(TopicNames.TRANSACTION_STATE) == null) {
            return Reply.of(response);
        }
        return new CoordinatorReply<>(
                coordinator.askAll(new ListAll()), shards -> answer(response, shards, wanted));
    }

    private static Predicate<Described> wanted(ListTransactionsRequestData request, long now) {
        String text = request.transactionalIdPattern();
        @Nullable Pattern pattern = text == null || text.isEmpty() ? null : Pattern.compile(text);
        return known ->
                (request.producerIdFilters().isEmpty()
                                || request.producerIdFilters().contains(known.producer().id()))
                        && (request.stateFilters().isEmpty()
                                || request.stateFilters().contains(known.title()))
                        && (request.durationFilter() < 0
                                || now - known.startedMs() > request.durationFilter())
                        && (pattern == null || pattern.matches(known.transactionalId()));
    }

    private static ListTransactionsResponseData answer(
            ListTransactionsResponseData response,
            List<ListResult> shards,
            Predicate<Described> wanted) {
        for (ListResult shard : shards) {
            if (shard.error() != TransactionError.NONE) {
                return response.setErrorCode(TransactionErrors.of(shard.error()).code())
                        .setTransactionStates(List.of());
            }
            shard.transactions().stream()
                    .filter(wanted)
                    .map(ListTransactions::state)
                    .forEach(response.transactionStates()::add);
        }
        return response;
    }

    private static TransactionState state(Described known) {
        return new TransactionState()
                .setTransactionalId(known.transactionalId())
                .setProducerId(known.producer().id())
                .setTransactionState(known.title());
    }
}

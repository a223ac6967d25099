package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.MemberValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A member of a classic group. Immutable.
 *
 * @param protocols what it offers, the preferred one first
 * @param waiting for which requests of its own it waits
 */
public record Member(
        String id,
        MemberValue.Client client,
        Timeouts timeouts,
        List<Protocol> protocols,
        Blob assignment,
        Waiting waiting) {

    /**
     * @param sessionMs without a sign of life for this long, the member is gone
     * @param rebalanceMs how long a rebalance waits for it to join again
     */
    public record Timeouts(int sessionMs, int rebalanceMs) {}

    /**
     * Requests that are answered later, by their tickets; 0 for none.
     *
     * @param fresh whether the member has not been given its id yet, so that it cannot send
     *     heartbeats and its parked join does not count as a sign of life
     */
    public record Waiting(long join, long sync, boolean fresh) {
        static final Waiting NOT = new Waiting(0, 0, false);
    }

    public Member {
        protocols = List.copyOf(protocols);
    }

    boolean isStatic() {
        return client.instanceId() != null;
    }

    boolean isJoining() {
        return waiting.join() != 0;
    }

    boolean isSyncing() {
        return waiting.sync() != 0;
    }

    /** Whether it needs no heartbeat, for it waits for an answer. */
    boolean isAliveByWaiting() {
        return !waiting.fresh() && (isJoining() || isSyncing());
    }

    boolean supports(String protocol) {
        return protocols.stream().anyMatch(offered -> offered.name().equals(protocol));
    }

    /** What it says for a protocol; null when it does not offer it. */
    @Nullable Blob metadata(@Nullable String protocol) {
        for (Protocol offered : protocols) {
            if (offered.name().equals(protocol)) {
                return offered.metadata();
            }
        }
        return null;
    }

    Member with(Waiting newWaiting) {
        return new Member(id, client, timeouts, protocols, assignment, newWaiting);
    }

    Member with(Blob newAssignment) {
        return new Member(id, client, timeouts, protocols, newAssignment, waiting);
    }
}

package dev.reservoir.broker.api;

import dev.reservoir.log.PartitionLog;

import org.apache.kafka.common.protocol.Errors;

/** The check of the leader epoch a client believes in (KIP-320). */
final class LeaderEpochs {
    private LeaderEpochs() {}

    /**
     * @param known the client's epoch; negative when it states none
     */
    static Errors check(int known, PartitionLog log) {
        if (known < 0 || known == log.leaderEpoch()) {
            return Errors.NONE;
        }
        return known < log.leaderEpoch() ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
    }
}

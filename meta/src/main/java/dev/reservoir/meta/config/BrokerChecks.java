package dev.reservoir.meta.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a broker's settings must be to each other. */
final class BrokerChecks {
    /** Commits lie on boundaries of this many bytes. */
    private static final int DISK_BLOCK = 4096;

    private static final int LEAST_DEDUPE_BYTES = 1 << 20;

    /** How the documentation of a key says so. */
    private static final String NO_EFFECT = "No effect";

    private final BrokerConfig config;
    private final List<String> notices = new ArrayList<>();

    BrokerChecks(BrokerConfig config) {
        this.config = config;
    }

    /**
     * Checks all.
     *
     * @return what is allowed but works otherwise than in Kafka
     * @throws InvalidConfigException for the first pair that does not fit
     */
    List<String> check() {
        checkIds();
        checkDirectory();
        checkJournal();
        checkCleaner();
        checkGroups();
        checkSegment("offsets.topic.segment.bytes", "__consumer_offsets");
        checkSegment("transaction.state.log.segment.bytes", "__transaction_state");
        checkRetention();
        tellOfNoEffect();
        tellOfOneReplica("offsets.topic.replication.factor", "__consumer_offsets");
        tellOfOneReplica("transaction.state.log.replication.factor", "__transaction_state");
        if (config.defaultReplicationFactor() > 1) {
            notices.add(
                    "default.replication.factor: there is one broker, so topics that are created"
                            + " without a replication factor are refused; set it to 1");
        }
        if (config.intValue(TopicKeys.MIN_INSYNC_REPLICAS) > 1) {
            // Clients try again until they time out, and do not say why.
            notices.add(
                    "min.insync.replicas: there is one broker, so records that are sent with"
                            + " acks=all are refused; set it to 1");
        }
        return notices;
    }

    private void tellOfOneReplica(String key, String topic) {
        if (config.intValue(key) > 1) {
            notices.add(key + ": there is one broker, so " + topic + " has one replica");
        }
    }

    /** Keys that are known for the sake of topics which have them, and do nothing. */
    private void tellOfNoEffect() {
        for (String name : config.settings().keySet()) {
            String text = BrokerKeys.KEYS.require(name).documentation();
            int none = text.indexOf(NO_EFFECT);
            if (none >= 0) {
                notices.add(name + ": no" + text.substring(none + "No".length()));
            }
        }
    }

    private void checkIds() {
        int brokerId = config.intValue(BrokerKeys.BROKER_ID);
        if (brokerId >= 0
                && config.settings().containsKey(BrokerKeys.NODE_ID)
                && brokerId != config.nodeId()) {
            throw new InvalidConfigException(
                    "broker.id="
                            + brokerId
                            + " and node.id="
                            + config.nodeId()
                            + " differ: they name one number, give only node.id");
        }
    }

    private void checkDirectory() {
        String key =
                config.settings().containsKey(BrokerKeys.LOG_DIRS)
                        ? BrokerKeys.LOG_DIRS
                        : BrokerKeys.LOG_DIR;
        List<String> directories = config.listValue(key);
        if (directories.size() != 1 || directories.getFirst().isEmpty()) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + String.join(",", directories)
                            + " for configuration "
                            + key
                            + ": must be one directory, for one journal serves all partitions");
        }
    }

    private void checkJournal() {
        if (config.journalSegmentBytes() % DISK_BLOCK != 0) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + config.journalSegmentBytes()
                            + " for configuration journal.segment.bytes: must be a multiple of "
                            + DISK_BLOCK);
        }
        if (config.journalMaxBytes() < 2L * config.journalSegmentBytes()) {
            throw new InvalidConfigException(
                    "journal.max.bytes="
                            + config.journalMaxBytes()
                            + " must be at least twice journal.segment.bytes="
                            + config.journalSegmentBytes());
        }
    }

    private void checkCleaner() {
        if (config.cleanerDedupeBufferSize() < LEAST_DEDUPE_BYTES) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + config.cleanerDedupeBufferSize()
                            + " for configuration log.cleaner.dedupe.buffer.size: must be at least "
                            + LEAST_DEDUPE_BYTES);
        }
        if (!(config.cleanerIoMaxBytesPerSecond() >= 1)) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + config.cleanerIoMaxBytesPerSecond()
                            + " for configuration log.cleaner.io.max.bytes.per.second: must be at"
                            + " least 1");
        }
    }

    private void checkGroups() {
        if (config.groupMinSessionTimeoutMs() > config.groupMaxSessionTimeoutMs()) {
            throw new InvalidConfigException(
                    "group.min.session.timeout.ms="
                            + config.groupMinSessionTimeoutMs()
                            + " must not be above group.max.session.timeout.ms="
                            + config.groupMaxSessionTimeoutMs());
        }
    }

    /** As in every topic; Kafka takes less here and then cannot create the topic. */
    private void checkSegment(String key, String topic) {
        try {
            Objects.requireNonNull(TopicKeys.KEYS.get(TopicKeys.SEGMENT_BYTES))
                    .parse(Integer.toString(config.intValue(key)));
        } catch (InvalidConfigException e) {
            throw new InvalidConfigException(
                    "%s cannot be used for %s: %s".formatted(key, topic, e.getMessage()));
        }
    }

    private void checkRetention() {
        for (String key :
                List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours")) {
            if ("0".equals(config.settings().get(key))) {
                throw new InvalidConfigException(
                        "Invalid value 0 for configuration "
                                + key
                                + ": must be at least 1, or -1 for no limit");
            }
        }
    }
}

package dev.reservoir.meta.config;

import java.util.List;
import java.util.Map;

/** The broker keys that give a topic key its default, first come first served, as in Kafka. */
final class TopicSynonyms {
    private static final long HOUR_MS = 60 * 60 * 1000L;
    private static final long MINUTE_MS = 60 * 1000L;

    /**
     * A broker key.
     *
     * @param factor what its value is multiplied with
     */
    record Synonym(String brokerKey, long factor) {
        /** The value of the broker key as a value of the topic key. */
        Object convert(Object value) {
            return factor == 1 ? value : scaled(((Number) value).longValue());
        }

        private Long scaled(long value) {
            return value < 0 ? Long.valueOf(-1) : Long.valueOf(Math.multiplyExact(value, factor));
        }
    }

    private static final Map<String, List<Synonym>> BY_TOPIC_KEY =
            Map.ofEntries(
                    same("cleanup.policy", "log.cleanup.policy"),
                    same("compression.gzip.level", "compression.gzip.level"),
                    same("compression.lz4.level", "compression.lz4.level"),
                    same("compression.type", "compression.type"),
                    same("compression.zstd.level", "compression.zstd.level"),
                    same("delete.retention.ms", "log.cleaner.delete.retention.ms"),
                    same("file.delete.delay.ms", "log.segment.delete.delay.ms"),
                    same("flush.messages", "log.flush.interval.messages"),
                    Map.entry(
                            "flush.ms",
                            List.of(
                                    new Synonym("log.flush.interval.ms", 1),
                                    new Synonym("log.flush.scheduler.interval.ms", 1))),
                    same("index.interval.bytes", "log.index.interval.bytes"),
                    same("local.retention.bytes", "log.local.retention.bytes"),
                    same("local.retention.ms", "log.local.retention.ms"),
                    same("max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms"),
                    same("max.message.bytes", "message.max.bytes"),
                    same("message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms"),
                    same("message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms"),
                    same("message.timestamp.type", "log.message.timestamp.type"),
                    same("min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio"),
                    same("min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms"),
                    same("min.insync.replicas", "min.insync.replicas"),
                    same("preallocate", "log.preallocate"),
                    same("retention.bytes", "log.retention.bytes"),
                    Map.entry(
                            "retention.ms",
                            List.of(
                                    new Synonym("log.retention.ms", 1),
                                    new Synonym("log.retention.minutes", MINUTE_MS),
                                    new Synonym("log.retention.hours", HOUR_MS))),
                    same("segment.bytes", "log.segment.bytes"),
                    same("segment.index.bytes", "log.index.size.max.bytes"),
                    Map.entry(
                            "segment.jitter.ms",
                            List.of(
                                    new Synonym("log.roll.jitter.ms", 1),
                                    new Synonym("log.roll.jitter.hours", HOUR_MS))),
                    Map.entry(
                            "segment.ms",
                            List.of(
                                    new Synonym("log.roll.ms", 1),
                                    new Synonym("log.roll.hours", HOUR_MS))),
                    same("unclean.leader.election.enable", "unclean.leader.election.enable"));

    private TopicSynonyms() {}

    /** The synonyms of a topic key, the strongest first; none for some. */
    static List<Synonym> of(String topicKey) {
        return BY_TOPIC_KEY.getOrDefault(topicKey, List.of());
    }

    /**
     * Whether a broker key is the strongest synonym of a topic key: those may change at run time.
     */
    static boolean isStrongest(String brokerKey) {
        return BY_TOPIC_KEY.values().stream()
                .anyMatch(synonyms -> synonyms.getFirst().brokerKey().equals(brokerKey));
    }

    private static Map.Entry<String, List<Synonym>> same(String topicKey, String brokerKey) {
        return Map.entry(topicKey, List.of(new Synonym(brokerKey, 1)));
    }
}

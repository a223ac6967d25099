package dev.reservoir.testing.streams;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.state.KeyValueStore;

import java.time.Duration;
import java.util.Properties;

/**
 * Counts words and names each one's category: from {@link #WORDS} through a repartition topic into
 * a RocksDB store with a changelog, joined with the table {@link #CATEGORIES}, to {@link #COUNTS}.
 * Every count is written, so that a word seen three times gives {@code category:1}, {@code
 * category:2}, {@code category:3}. A failed thread ends the program with code 1.
 */
final class WordCountApp {
    static final String WORDS = "words";
    static final String CATEGORIES = "categories";
    static final String COUNTS = "counts";
    static final String RESTORED = "restored " + COUNTS;
    static final String RUNS = " -> RUNNING";
    private static final int THREADS = 2;

    private WordCountApp() {}

    /**
     * @param arguments where the broker listens, the state's directory, {@code
     *     processing.guarantee}
     */
    public static void main(String[] arguments) {
        var streams =
                new KafkaStreams(topology(), settings(arguments[0], arguments[1], arguments[2]));
        streams.setUncaughtExceptionHandler(failure -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setGlobalStateRestoreListener(new RestoredStores());
        streams.setStateListener((now, before) -> System.out.println(before + " -> " + now));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(30))));
        streams.start();
    }

    private static Topology topology() {
        var text = Serdes.String();
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> categories =
                builder.table(
                        CATEGORIES,
                        Consumed.with(text, text),
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as(CATEGORIES));
        builder.stream(WORDS, Consumed.with(text, text))
                .selectKey((number, word) -> word)
                .repartition(Repartitioned.with(text, text).withName("by-word"))
                .groupByKey()
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as(COUNTS))
                .toStream()
                .join(
                        categories,
                        (count, category) -> category + ":" + count,
                        Joined.with(text, Serdes.Long(), text))
                .to(COUNTS, Produced.with(text, text));
        return builder.build();
    }

    private static Properties settings(String bootstrap, String state, String guarantee) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "word-count");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // What has been read of the repartition topic is deleted, with DeleteRecords.
        settings.put(StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG, 1_000);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 2_000);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
        // Records are in the log long before their commit, so that a kill comes between the two.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // What a killed life with another state directory left open holds up its successor so long.
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 4_000);
        return settings;
    }

    /** Says on standard output how much of each store came back from its changelog. */
    private static final class RestoredStores implements StateRestoreListener {
        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(
                TopicPartition partition, String store, long end, long records) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {
            if (records > 0) {
                System.out.printf("restored %s: %d of %s%n", store, records, partition);
            }
        }
    }
}

package dev.reservoir.testing.crash;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A program that books transfers: it reads requests from its partition and writes both halves of
 * each, with its own place among the requests, in one transaction. Now and then it changes its mind
 * and aborts. It runs until it is killed, or until another one has its transactional id.
 */
public final class Teller {
    /** How it ends when another one took over. */
    static final int FENCED = 3;

    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicPartition requests;
    private final RandomGenerator random;
    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<String, String> producer;

    private Teller(String bootstrap, int number, long seed) {
        this.requests = new TopicPartition(Books.REQUESTS, number);
        this.random = new SplittableRandom(seed);
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ConsumerConfig.GROUP_ID_CONFIG,
                                Books.group(number),
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                20),
                        new StringDeserializer(),
                        new StringDeserializer());
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG, "teller-" + number,
                                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000,
                                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200,
                                ProducerConfig.LINGER_MS_CONFIG, 1),
                        new StringSerializer(),
                        new StringSerializer());
        consumer.assign(Set.of(requests));
    }

    /** Arguments: bootstrap address, number, seed. */
    public static void main(String[] arguments) {
        int number = Integer.parseInt(arguments[1]);
        Teller teller = new Teller(arguments[0], number, Long.parseLong(arguments[2]));
        try {
            teller.run();
        } catch (ProducerFencedException
                | InvalidProducerEpochException
                | InvalidTxnStateException e) {
            // The last of these is what a commit is told when the twin had the transaction aborted.
            System.out.println("Another one took over: " + e);
            Runtime.getRuntime().halt(FENCED);
        }
    }

    private void run() {
        producer.initTransactions();
        System.out.println("at work");
        while (true) {
            ConsumerRecords<String, String> found = consumer.poll(POLL);
            if (!found.isEmpty()) {
                book(found);
            }
        }
    }

    private void book(ConsumerRecords<String, String> found) {
        try {
            producer.beginTransaction();
            for (ConsumerRecord<String, String> request : found) {
                for (ProducerRecord<String, String> half : Books.halves(request.value())) {
                    var _ = producer.send(half);
                }
            }
            producer.sendOffsetsToTransaction(
                    Map.of(requests, new OffsetAndMetadata(consumer.position(requests))),
                    consumer.groupMetadata());
            if (random.nextInt(6) == 0) {
                producer.flush();
                giveUp();
            } else {
                commit();
            }
        } catch (ProducerFencedException
                | InvalidProducerEpochException
                | InvalidTxnStateException e) {
            throw e;
        } catch (KafkaException e) {
            System.out.println("begins anew: " + e);
            giveUp();
        }
    }

    /** Nobody knows what came of a commit that timed out, so it is asked for again. */
    private void commit() {
        boolean done = false;
        while (!done) {
            try {
                producer.commitTransaction();
                done = true;
            } catch (TimeoutException e) {
                System.out.println("commits again: " + e);
            }
        }
    }

    private void giveUp() {
        producer.abortTransaction();
        OffsetAndMetadata done = consumer.committed(Set.of(requests)).get(requests);
        consumer.seek(requests, done == null ? 0 : done.offset());
    }
}

package dev.reservoir.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The scenarios with the Java client. Arguments: the bootstrap server and a prefix for names. */
public final class Scenarios {
    private static final int RECORDS = 200;
    private static final int KEYS = 10;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int LEAVING_SESSION_MS = 45_000;
    private static final int DYING_SESSION_MS = 6_000;

    private final String bootstrap;
    private final String prefix;

    private Scenarios(String bootstrap, String prefix) {
        this.bootstrap = bootstrap;
        this.prefix = prefix;
    }

    private interface Scenario {
        void run() throws Exception;
    }

    /** Prints a line for each scenario. */
    public static void main(String[] arguments) {
        if (arguments[0].equals("member")) {
            Scenarios own = new Scenarios(arguments[1], "");
            int sessionMs = Integer.parseInt(arguments[3]);
            Member.be(own.grouped(arguments[2], arguments[2], sessionMs));
            return;
        }
        new Scenarios(arguments[0], arguments[1]).all().forEach(Scenarios::attempt);
    }

    private static void attempt(String name, Scenario scenario) {
        try {
            scenario.run();
            System.out.println("ok " + name);
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
            System.out.println("FAILED " + name + " " + e.toString().replaceAll("\\s+", " "));
        }
    }

    private Map<String, Scenario> all() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("create", this::create);
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            all.put(codec, () -> codec(codec));
        }
        all.put("order", this::order);
        all.put("again", this::again);
        all.put("split", () -> withSecond("split", LEAVING_SESSION_MS, Member::leave));
        all.put("takeover", () -> withSecond("takeover", DYING_SESSION_MS, Member::die));
        all.put("resume", this::resume);
        all.put("headers", this::headers);
        all.put("sizes", this::sizes);
        all.put("nulls", this::nulls);
        Transactions transactions = new Transactions(this);
        all.put("commit", transactions::commit);
        all.put("offsets", transactions::offsets);
        all.put("abort", transactions::abort);
        all.put("fence", transactions::fence);
        return all;
    }

    private void create() throws Exception {
        String name = topic("create", 3);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            equal(
                    "partitions",
                    3,
                    admin.describeTopics(List.of(name))
                            .allTopicNames()
                            .get()
                            .get(name)
                            .partitions()
                            .size());
        }
    }

    private void codec(String codec) throws Exception {
        String name = topic(codec, 1);
        List<String> values =
                IntStream.range(0, RECORDS)
                        .mapToObj(i -> "value " + i + " " + "abc".repeat(20))
                        .toList();
        produce(name, values, Map.of("compression.type", codec, "linger.ms", 20));
        equal("values", values, map(read(name, RECORDS), r -> text(r.value())));
    }

    private void order() throws Exception {
        String name = topic("order", 3);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(new ProducerRecord<>(name, bytes("key " + i % KEYS), bytes("" + i)));
        }
        send(records, Map.of());
        try (Consumer<byte[], byte[]> consumer = grouped(name, name, LEAVING_SESSION_MS)) {
            checkKeyed(take(consumer, RECORDS));
        }
    }

    private void again() throws Exception {
        String name = prefix + "-order";
        try (Consumer<byte[], byte[]> consumer =
                grouped(name, prefix + "-again", LEAVING_SESSION_MS)) {
            checkKeyed(take(consumer, RECORDS));
        }
        try (Consumer<byte[], byte[]> consumer = consumer(Map.of())) {
            List<TopicPartition> partitions =
                    IntStream.range(0, 3).mapToObj(i -> new TopicPartition(name, i)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            checkKeyed(take(consumer, RECORDS));
        }
    }

    private static void checkKeyed(List<ConsumerRecord<byte[], byte[]>> records) {
        equal("number of records", RECORDS, records.size());
        Map<String, Integer> places = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String key = text(record.key());
            int value = Integer.parseInt(text(record.value()));
            Integer place = places.put(key, record.partition());
            equal(
                    "partition of " + key,
                    place == null ? record.partition() : place,
                    record.partition());
            Integer before = last.put(key, value);
            if (before != null && before >= value) {
                throw new AssertionError(key + ": " + value + " came after " + before);
            }
        }
    }

    private void withSecond(String scenario, int sessionMs, java.util.function.Consumer<Member> end)
            throws Exception {
        String name = topic(scenario, 4);
        Set<Integer> all = Set.of(0, 1, 2, 3);
        try (Consumer<byte[], byte[]> first = grouped(name, name, sessionMs)) {
            Runnable poll = () -> first.poll(Duration.ofMillis(200));
            BooleanSupplier hasAll = () -> Member.partitions(first.assignment()).equals(all);
            until("the first member has all partitions", hasAll, poll);
            try (Member second = Member.start(bootstrap, name, sessionMs)) {
                BooleanSupplier halves =
                        () -> {
                            Set<Integer> both = Member.partitions(first.assignment());
                            boolean two = both.size() == 2 && second.assigned().size() == 2;
                            both.addAll(second.assigned());
                            return two && both.equals(all);
                        };
                until("two partitions each", halves, poll);
                end.accept(second);
                until("the first member has all partitions again", hasAll, poll);
            }
            send(map(all, p -> new ProducerRecord<>(name, p, null, bytes("v"))), Map.of());
            equal(
                    "partitions read",
                    all,
                    Set.copyOf(map(take(first, 4), ConsumerRecord::partition)));
        }
    }

    private void resume() throws Exception {
        String name = topic("resume", 1);
        produce(name, IntStream.range(0, 20).mapToObj(String::valueOf).toList(), Map.of());
        TopicPartition partition = new TopicPartition(name, 0);
        Map<String, Object> ten = Map.of("group.id", name, "max.poll.records", 10);
        try (Consumer<byte[], byte[]> consumer = consumer(ten)) {
            consumer.subscribe(List.of(name));
            equal("records", 10, take(consumer, 10).size());
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(10, "note")));
        }
        try (Consumer<byte[], byte[]> consumer = grouped(name, name, LEAVING_SESSION_MS)) {
            List<Long> rest = map(take(consumer, 10), ConsumerRecord::offset);
            equal("offsets", IntStream.range(10, 20).mapToObj(i -> (long) i).toList(), rest);
            OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
            equal("committed", 10L, committed.offset());
            equal("its metadata", "note", committed.metadata());
        }
    }

    private void headers() throws Exception {
        String name = topic("headers", 1);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(name, bytes("v"));
        record.headers().add("a", bytes("1")).add("b", bytes("")).add("a", bytes("2"));
        send(List.of(record), Map.of());
        List<String> got = new ArrayList<>();
        for (Header header : read(name, 1).getFirst().headers()) {
            got.add(header.key() + "=" + text(header.value()));
        }
        equal("headers", List.of("a=1", "b=", "a=2"), got);
    }

    private void sizes() throws Exception {
        String name = topic("sizes", 1);
        StringBuilder million = new StringBuilder();
        for (int i = 0; i < 125_000; i++) {
            million.append("%07d,".formatted(i));
        }
        produce(name, List.of("", million.toString()), Map.of());
        List<byte[]> got = map(read(name, 2), ConsumerRecord::value);
        equal("size of an empty value", 0, got.get(0).length);
        if (!Arrays.equals(bytes(million.toString()), got.get(1))) {
            throw new AssertionError("a million bytes came back as " + got.get(1).length);
        }
    }

    private void nulls() throws Exception {
        String name = topic("nulls", 1);
        List<ProducerRecord<byte[], byte[]>> records =
                List.of(
                        new ProducerRecord<>(name, null, bytes("v")),
                        new ProducerRecord<>(name, bytes("k"), null),
                        new ProducerRecord<>(name, null, null));
        send(records, Map.of());
        equal(
                "keys and values",
                List.of("null v", "k null", "null null"),
                map(read(name, 3), r -> text(r.key()) + " " + text(r.value())));
    }

    String topic(String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            NewTopic topic = new NewTopic(prefix + "-" + name, partitions, (short) 1);
            admin.createTopics(List.of(topic)).all().get();
            return topic.name();
        }
    }

    void produce(String topic, List<String> values, Map<String, Object> settings) throws Exception {
        send(map(values, value -> new ProducerRecord<>(topic, bytes(value))), settings);
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records, Map<String, Object> settings)
            throws Exception {
        try (Producer<byte[], byte[]> producer = producer(settings)) {
            for (var sent : records.stream().map(producer::send).toList()) {
                sent.get();
            }
        }
    }

    Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrap);
        all.put("delivery.timeout.ms", 35_000);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrap);
        all.put("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", false);
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Consumer<byte[], byte[]> grouped(String topic, String group, int sessionMs) {
        Consumer<byte[], byte[]> consumer =
                consumer(
                        Map.of(
                                "group.id", group,
                                "session.timeout.ms", sessionMs,
                                "heartbeat.interval.ms", 500));
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) throws Exception {
        try (Consumer<byte[], byte[]> consumer = consumer(Map.of())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            return take(consumer, count);
        }
    }

    static List<ConsumerRecord<byte[], byte[]>> take(Consumer<byte[], byte[]> consumer, int count)
            throws Exception {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        until(
                count + " records",
                () -> taken.size() >= count,
                () -> consumer.poll(Duration.ofMillis(500)).forEach(taken::add));
        return taken;
    }

    private static void until(String what, BooleanSupplier condition, Runnable step) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + DEADLINE.toSeconds() + " s: " + what);
            }
            step.run();
        }
    }

    static void equal(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + ", got " + actual);
        }
    }

    static <T, R> List<R> map(Collection<T> from, Function<T, R> to) {
        return from.stream().map(to).toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }
}

package dev.reservoir.cli.house.consume;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.Names;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what is wanted and has it printed. Used by one thread. */
final class RecordReader {
    private static final Duration POLL = Duration.ofMillis(200);

    /** So many of one partition are held; more are printed as they come, and counted by offset. */
    private static final long HELD = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final ConsumeOptions options;
    private final RecordFilter filter;
    private final ShownRecords shown;
    private final Terminal terminal;

    private long printed;

    /** Nobody reads what is printed any more. */
    private boolean unheard;

    RecordReader(
            Consumer<byte[], byte[]> consumer,
            ConsumeOptions options,
            ShownRecords shown,
            Terminal terminal) {
        this.consumer = consumer;
        this.options = options;
        this.filter = RecordFilter.of(options);
        this.shown = shown;
        this.terminal = terminal;
    }

    long printed() {
        return printed;
    }

    /** Returns at the end of the plan, at the limit, or when nobody reads what is printed. */
    void run() {
        if (options.group != null) {
            readAsMember();
        } else {
            ReadPlan plan = ReadPlan.of(consumer, options, Instant.now());
            consumer.assign(plan.starts().keySet());
            plan.starts().forEach(consumer::seek);
            readLast(plan);
            read(plan);
        }
    }

    /**
     * The last records of several partitions must be put in order before any can be printed, and
     * how far back those of one are shows when they are read. What has come since is left for
     * {@link #read}.
     */
    private void readLast(ReadPlan plan) {
        long last = ReadPlan.last(options);
        if (last < 0 || (plan.starts().size() == 1 && last > HELD)) {
            return;
        }
        Map<TopicPartition, Long> found = new HashMap<>();
        List<ConsumerRecord<byte[], byte[]>> records = tail(plan, last, found);
        ReadPlan at = plan;
        for (ReadPlan further = at.further(found, last);
                !further.equals(at);
                further = at.further(found, last)) {
            at = further;
            at.starts().forEach(consumer::seek);
            found.clear();
            records = tail(at, last, found);
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!full()) {
                print(record);
            }
        }
        terminal.out().flush();
        plan.stops().forEach(consumer::seek);
    }

    /** The last records within the plan; {@code found} gets how many each partition has. */
    private List<ConsumerRecord<byte[], byte[]>> tail(
            ReadPlan plan, long last, Map<TopicPartition, Long> found) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (!plan.done(positions())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (plan.has(partition, record.offset())) {
                    found.merge(partition, 1L, Long::sum);
                    if (filter.wants(record)) {
                        records.add(record);
                    }
                }
            }
            if (records.size() / 2 >= last) {
                keepLast(plan, last, records);
            }
        }
        keepLast(plan, last, records);
        return records;
    }

    /** Those of one partition stay in its order, whatever their times. */
    private static void keepLast(
            ReadPlan plan, long last, List<ConsumerRecord<byte[], byte[]>> records) {
        if (plan.starts().size() > 1) {
            records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        }
        records.subList(0, (int) Math.max(0, records.size() - last)).clear();
    }

    private void read(ReadPlan plan) {
        while (!over() && (options.follow || !plan.done(positions()))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                boolean planned = options.follow || plan.has(partition, record.offset());
                if (!full() && planned && filter.wants(record)) {
                    print(record);
                }
            }
            unheard = terminal.out().checkError();
            if (options.follow && options.partition < 0) {
                takeNewPartitions();
            }
        }
    }

    /** All that is in a partition that was not there at the start has come since. */
    private void takeNewPartitions() {
        Set<TopicPartition> partitions = new HashSet<>(consumer.assignment());
        List<TopicPartition> added = new ArrayList<>();
        for (String topic : options.topics) {
            for (PartitionInfo each : consumer.partitionsFor(topic)) {
                TopicPartition partition = new TopicPartition(topic, each.partition());
                if (partitions.add(partition)) {
                    added.add(partition);
                }
            }
        }
        if (!added.isEmpty()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(added);
        }
    }

    private Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        consumer.assignment().forEach(each -> positions.put(each, consumer.position(each)));
        return positions;
    }

    private void readAsMember() {
        Set<String> there = consumer.listTopics().keySet();
        for (String topic : options.topics) {
            if (!there.contains(topic)) {
                throw new CommandFailure(Names.unknown("topic", topic, there));
            }
        }
        GroupProgress progress = new GroupProgress(consumer);
        consumer.subscribe(options.topics, progress);
        try {
            readAsMember(progress);
        } finally {
            progress.end();
        }
    }

    private void readAsMember(GroupProgress progress) {
        while (!over() && (options.follow || !progress.atEnd())) {
            List<ConsumerRecord<byte[], byte[]>> passed = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (!full()) {
                    if (filter.wants(record)) {
                        print(record);
                    }
                    passed.add(record);
                }
            }
            unheard = terminal.out().checkError();
            // What did not get out counts as unread: another member prints it.
            if (!unheard) {
                passed.forEach(progress::read);
            }
            progress.commitIfDue();
        }
    }

    private void print(ConsumerRecord<byte[], byte[]> record) {
        shown.print(record);
        printed++;
    }

    private boolean over() {
        return unheard || full();
    }

    private boolean full() {
        return options.limit >= 0 && printed >= options.limit;
    }
}

package dev.reservoir.clients;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The program again, in a process of its own: a group member that only says what it was assigned.
 */
final class Member implements AutoCloseable {
    private final Process process;
    private volatile Set<Integer> assigned = Set.of();

    private Member(Process process) {
        this.process = process;
    }

    static Member start(String bootstrap, String topic, int sessionMs) throws IOException {
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Scenarios.class.getName(),
                        "member",
                        bootstrap,
                        topic,
                        Integer.toString(sessionMs));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Member member = new Member(process);
        Thread.ofVirtual().start(member::listen);
        return member;
    }

    Set<Integer> assigned() {
        return assigned;
    }

    void leave() {
        process.destroy();
    }

    void die() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line; (line = lines.readLine()) != null; ) {
                assigned =
                        Arrays.stream(line.split(" "))
                                .filter(word -> !word.isEmpty())
                                .map(Integer::valueOf)
                                .collect(Collectors.toSet());
            }
        } catch (IOException _) {
            // It was killed.
        }
    }

    /** The other side: polls until SIGTERM. */
    static void be(Consumer<?, ?> consumer) {
        AtomicBoolean leaving = new AtomicBoolean();
        Thread polling = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(leaving, polling)));
        Set<Integer> said = null;
        while (!leaving.get()) {
            consumer.poll(Duration.ofMillis(200));
            Set<Integer> now = partitions(consumer.assignment());
            if (!now.equals(said)) {
                said = now;
                System.out.println(
                        now.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            }
        }
        consumer.close();
    }

    private static void leave(AtomicBoolean leaving, Thread polling) {
        leaving.set(true);
        try {
            polling.join();
        } catch (InterruptedException _) {
            // Then it ends without having left, as if it had been killed.
        }
    }

    static Set<Integer> partitions(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(TopicPartition::partition)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

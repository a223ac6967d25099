import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Prints the records of the topic hello as a member of the group java. End with Ctrl+C. Start it
 * twice and the two share the partitions; start it again later and it goes on where the group was.
 */
public class Consumer {
    private static final String TOPIC = "hello";
    private static final String GROUP = "java";

    public static void main(String[] args) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        System.getenv().getOrDefault("BOOTSTRAP_SERVER", "localhost:9092"),
                        "group.id",
                        GROUP,
                        "auto.offset.reset", // where a new group begins
                        "earliest");
        // Closing it commits, and lets the others of the group take over at once.
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            endWithCtrlC(consumer);
            consumer.subscribe(List.of(TOPIC));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofDays(1))) {
                    String key = record.key() == null ? "" : record.key() + ": ";
                    System.out.printf(
                            "[%d:%d] %s%s%n",
                            record.partition(), record.offset(), key, record.value());
                }
            }
        } catch (WakeupException e) {
            // Ctrl+C
        }
    }

    /** Wakes the consumer up, and gives the main thread the time to close it. */
    private static void endWithCtrlC(KafkaConsumer<?, ?> consumer) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            consumer.wakeup();
                            try {
                                main.join();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }
}

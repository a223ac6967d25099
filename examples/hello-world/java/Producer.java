import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;

/**
 * Sends each line that it reads as a record to the topic hello. End with Ctrl+D. A line of the form
 * key:value becomes a record with a key.
 */
public class Producer {
    private static final String TOPIC = "hello";

    public static void main(String[] args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        System.getenv().getOrDefault("BOOTSTRAP_SERVER", "localhost:9092"),
                        "acks",
                        "all");
        var input = new BufferedReader(new InputStreamReader(System.in));
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                RecordMetadata at = producer.send(record(line)).get(); // it is on disk
                System.out.printf(
                        "sent to %s, partition %d, offset %d%n",
                        at.topic(), at.partition(), at.offset());
            }
        }
    }

    private static ProducerRecord<String, String> record(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? new ProducerRecord<>(TOPIC, line)
                : new ProducerRecord<>(TOPIC, line.substring(0, colon), line.substring(colon + 1));
    }
}

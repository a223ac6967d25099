package dev.reservoir.cli.kafka.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.ConnectionWatch;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.SilenceWatch;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.explain.Advice;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * {@code kafka-console-producer}: each line of standard input becomes a record. End of input or
 * Ctrl+C ends it, after what was read is sent.
 */
public final class ConsoleProducerCommand implements Command {
    /** After Ctrl+C nobody wants to wait for a broker that is gone. */
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final ProducerOptions options = new ProducerOptions();

    @Override
    public String description() {
        return "Writes the lines of standard input to a topic.";
    }

    @Override
    public void declare(OptionTable table) {
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        ProducerSettings settings = ProducerSettings.of(options, given, terminal);
        LineReader reader = new LineReader(options.client.requiredTopic(), settings.lineFormat());
        Properties properties = settings.producer();
        SilenceWatch.start(properties, options.client.topic(), terminal.err());
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (ForeignReader foreign = settings.foreignReader();
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, bytes, bytes);
                ConnectionWatch _ =
                        ConnectionWatch.start(producer::metrics, properties, terminal.err())) {
            Thread hook = new Thread(() -> producer.close(LEAVE), "producer-shutdown-hook");
            Runtime.getRuntime().addShutdownHook(hook);
            if (foreign == null) {
                copy(reader, producer, terminal);
            } else {
                foreign.read(terminal.in())
                        .forEachRemaining(record -> send(record, producer, terminal));
            }
        } catch (IOException e) {
            throw new CommandFailure("Cannot read standard input: " + e.getMessage(), e);
        }
        return 0;
    }

    private void copy(LineReader reader, Producer<byte[], byte[]> producer, Terminal terminal)
            throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(terminal.in(), UTF_8));
        while (true) {
            if (terminal.interactive()) {
                terminal.out().print(">");
                terminal.out().flush();
            }
            String line = lines.readLine();
            if (line == null) {
                return;
            }
            send(reader.read(line), producer, terminal);
        }
    }

    private void send(
            ProducerRecord<byte[], byte[]> record,
            Producer<byte[], byte[]> producer,
            Terminal terminal) {
        if (options.sync) {
            try {
                producer.send(record).get();
            } catch (ExecutionException e) {
                throw new CommandFailure(unsent(record, e.getCause()), e);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        } else {
            Future<RecordMetadata> _ =
                    producer.send(
                            record,
                            (_, error) -> {
                                if (error != null) {
                                    terminal.err().println(unsent(record, error));
                                }
                            });
        }
    }

    private static String unsent(ProducerRecord<byte[], byte[]> record, @Nullable Throwable error) {
        return "Error when sending message to topic "
                + record.topic()
                + " with key: "
                + size(record.key())
                + ", value: "
                + size(record.value())
                + " with error: "
                + Advice.told(error);
    }

    private static String size(byte @Nullable [] bytes) {
        return bytes == null ? "null" : bytes.length + " bytes";
    }
}

package dev.reservoir.cli.house.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.house.Progress;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;

/** What Ctrl+C does to what is under way. */
final class RecordSenderTest {
    /** A producer whose broker has fallen silent. */
    private static final class Waiting extends MockProducer<byte[], byte[]> {
        private boolean answers;

        Waiting() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized void flush() {
            try {
                while (!answers) {
                    wait();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized void answer() {
            answers = true;
            notifyAll();
        }
    }

    @Test
    @Timeout(30)
    void aBrokerThatDoesNotAnswerIsNotWaitedForForEver() throws InterruptedException {
        Captured captured = new Captured();
        Waiting producer = new Waiting();
        ProduceOptions options = new ProduceOptions();
        options.topic = "t";
        RecordSender sender =
                new RecordSender(
                        producer,
                        options,
                        captured.terminal(),
                        new Progress(captured.terminal(), "record", 0));
        Input two =
                Input.listed(
                        List.of(
                                new Source.Item(null, new byte[1]),
                                new Source.Item(null, new byte[1])));
        Thread sending = Thread.ofVirtual().start(() -> sender.send(two));
        while (producer.history().size() < 2) {
            Thread.sleep(1);
        }
        producer.completeNext();
        assertThat(sender.stop(Duration.ofMillis(50))).isTrue();
        assertThat(sender.sent()).isEqualTo(1);
        assertThat(sender.unanswered()).isEqualTo(1);
        producer.answer();
        sending.join();
    }
}

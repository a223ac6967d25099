package dev.reservoir.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.broker.api.RehearsalLoad;
import dev.reservoir.broker.api.RehearsalRequests;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;

/** What is refused teaches the JVM nothing, so the broker must take all that is rehearsed. */
class RehearsalTest {
    private static final int PATIENCE_MS = 10_000;

    @TempDir Path directory;

    @Test
    void theLoadIsTakenAndReadBack() throws Exception {
        BrokerConfig config = Rehearsal.config(directory.resolve("data"));
        try (RunningBroker broker = RunningBroker.start(config);
                Socket socket = new Socket()) {
            socket.connect(broker.address(), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            for (byte[] frame : RehearsalRequests.frames()) {
                ask(socket, frame);
            }
            Iterator<byte[]> load = RehearsalLoad.frames().limit(20).iterator();
            load.forEachRemaining(frame -> assertThatItIsTaken(socket, frame));
        }
    }

    private static void assertThatItIsTaken(Socket socket, byte[] frame) {
        ByteBuffer answer = ask(socket, frame);
        answer.position(Integer.BYTES + 1); // the correlation id, no tagged fields
        ApiKeys api = ApiKeys.forId(ByteBuffer.wrap(frame).getShort(Integer.BYTES));
        short version = ByteBuffer.wrap(frame).getShort(Integer.BYTES + Short.BYTES);
        if (api == ApiKeys.PRODUCE) {
            var produced = new ProduceResponseData(new ByteBufferAccessor(answer), version);
            produced.responses()
                    .forEach(topic -> {
                        assertThat(topic.partitionResponses()).hasSize(RehearsalLoad.PARTITIONS);
                        assertThat(topic.partitionResponses())
                                .allMatch(one -> one.errorCode() == 0);
                    });
        } else {
            var fetched = new FetchResponseData(new ByteBufferAccessor(answer), version);
            assertThat(fetched.errorCode()).isZero();
            fetched.responses()
                    .forEach(topic -> {
                        assertThat(topic.partitions()).hasSize(RehearsalLoad.PARTITIONS);
                        assertThat(topic.partitions()).allMatch(one -> one.errorCode() == 0);
                    });
        }
    }

    private static ByteBuffer ask(Socket socket, byte[] frame) {
        try {
            socket.getOutputStream().write(frame);
            DataInputStream answers = new DataInputStream(socket.getInputStream());
            return ByteBuffer.wrap(answers.readNBytes(answers.readInt()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

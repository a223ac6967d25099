package dev.reservoir.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Properties;

/** Which clusters a command does not even try. */
final class ReachabilityTest {
    private static final String HOST = "127.0.0.1";
    private static final short VERSION = 5;

    private ServerSocket broker;
    private volatile MetadataResponseData cluster = new MetadataResponseData();

    @BeforeEach
    void listen() throws IOException {
        broker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::answer);
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    /** Answers each request with the cluster's brokers. */
    private void answer() {
        while (!broker.isClosed()) {
            try (Socket client = broker.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                in.skipNBytes(in.readInt());
                ByteBuffer body = MessageUtil.toByteBufferAccessor(cluster, VERSION).buffer();
                ByteBuffer answer = ByteBuffer.allocate(2 * Integer.BYTES + body.remaining());
                answer.putInt(Integer.BYTES + body.remaining()).putInt(0).put(body);
                client.getOutputStream().write(answer.array());
            } catch (IOException _) {
                // The probe's look at the address itself, or the end.
            }
        }
    }

    private void advertise(int... ports) {
        MetadataResponseData told = new MetadataResponseData();
        for (int port : ports) {
            told.brokers()
                    .add(new MetadataResponseBroker().setNodeId(port).setHost(HOST).setPort(port));
        }
        cluster = told;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void require() {
        Reachability.require(HOST + ":" + broker.getLocalPort(), new Properties());
    }

    @Test
    void aClusterThatHasLostABrokerIsTried() throws IOException {
        advertise(closedPort(), broker.getLocalPort());
        assertThatCode(this::require).doesNotThrowAnyException();
    }

    @Test
    void aClusterOfWhichNoBrokerIsReachedIsNot() throws IOException {
        int closed = closedPort();
        advertise(closed);
        assertThatThrownBy(this::require)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("clients must use " + HOST + ":" + closed);
    }
}

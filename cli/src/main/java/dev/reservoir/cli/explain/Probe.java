package dev.reservoir.cli.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Asks one address for its cluster as a client does, with a plain socket, and says what is wrong
 * with what comes back. Used for a listener without TLS and SASL.
 */
public final class Probe {
    private static final int TIMEOUT_MS = 2_000;
    private static final int HTTP_TIMEOUT_MS = 1_000;

    /** Every broker since Kafka 1.0 knows it, and it can ask without making topics. */
    private static final short VERSION = 5;

    private static final short HEADER = ApiKeys.METADATA.requestHeaderVersion(VERSION);
    private static final int MAX_ANSWER = 10 << 20;
    private static final int MAX_BROKERS = 10;

    private static final String HTTP =
            "a web server (HTTP) answers there, no Kafka broker: is the port right?";
    private static final String CLOSED =
            "it closes the connection at a Kafka request: it is no Kafka broker, or one that wants"
                    + " TLS or a password (security.protocol in --command-config)";
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_MAJOR = 3;

    private Probe() {}

    /**
     * Looks at an address.
     *
     * @param topic a topic that must exist, or null
     */
    public static Finding look(InetSocketAddress address, @Nullable String topic) {
        String name = name(address);
        try (Socket socket = open(address)) {
            return ask(socket, address, topic);
        } catch (IOException e) {
            return new Finding.Closed(name, reason(e, address.getHostString()));
        }
    }

    private static Socket open(InetSocketAddress address) throws IOException {
        InetAddress host = InetAddress.getByName(address.getHostString());
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, address.getPort()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String reason(IOException e, String host) {
        if (e instanceof UnknownHostException) {
            return "unknown host " + host;
        }
        return e instanceof SocketTimeoutException
                ? "no answer within " + TIMEOUT_MS + " ms"
                : String.valueOf(e.getMessage());
    }

    private static Finding ask(Socket socket, InetSocketAddress address, @Nullable String topic) {
        String name = name(address);
        try {
            socket.getOutputStream().write(request(topic));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            String stranger = stranger(length);
            if (!stranger.isEmpty()) {
                return new Finding.Stranger(name, stranger);
            }
            byte[] answer = new byte[length];
            in.readFully(answer);
            return judge(answer, name, topic);
        } catch (IOException | RuntimeException e) {
            if (speaksHttp(address)) {
                return new Finding.Stranger(name, HTTP);
            }
            if (e instanceof SocketTimeoutException) {
                return new Finding.Stranger(
                        name,
                        "nothing there answers a Kafka request within "
                                + TIMEOUT_MS
                                + " ms: is it a Kafka broker?");
            }
            return new Finding.Stranger(name, CLOSED);
        }
    }

    private static String name(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Many web servers say nothing to a line that does not end. */
    private static boolean speaksHttp(InetSocketAddress address) {
        try (Socket socket = open(address)) {
            socket.setSoTimeout(HTTP_TIMEOUT_MS);
            socket.getOutputStream().write("HEAD / HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
            byte[] start = socket.getInputStream().readNBytes(Integer.BYTES);
            return new String(start, ISO_8859_1).equals("HTTP");
        } catch (IOException _) {
            return false;
        }
    }

    private static byte[] request(@Nullable String topic) {
        MetadataRequestData body =
                new MetadataRequestData()
                        .setAllowAutoTopicCreation(false)
                        .setTopics(
                                topic == null
                                        ? List.of()
                                        : List.of(new MetadataRequestTopic().setName(topic)));
        RequestHeaderData head =
                new RequestHeaderData()
                        .setRequestApiKey(ApiKeys.METADATA.id)
                        .setRequestApiVersion(VERSION)
                        .setClientId("reservoir-probe");
        ByteBuffer first = MessageUtil.toByteBufferAccessor(head, HEADER).buffer();
        ByteBuffer second = MessageUtil.toByteBufferAccessor(body, VERSION).buffer();
        int length = first.remaining() + second.remaining();
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .put(first)
                .put(second)
                .array();
    }

    /** Who answers so, by the first four bytes; "" when it may be a broker. */
    private static String stranger(int head) {
        String text =
                new String(ByteBuffer.allocate(Integer.BYTES).putInt(head).array(), ISO_8859_1);
        if (text.equals("HTTP")) {
            return HTTP;
        }
        if (text.equals("SSH-")) {
            return "an SSH server answers there";
        }
        if (head >>> 24 == TLS_ALERT && (head >>> 16 & 0xFF) == TLS_MAJOR) {
            return "it wants TLS: set security.protocol=SSL (or SASL_SSL) in --command-config";
        }
        return head < 0 || head > MAX_ANSWER ? "what answers there is no Kafka broker" : "";
    }

    private static Finding judge(byte[] answer, String name, @Nullable String topic) {
        ByteBuffer bytes = ByteBuffer.wrap(answer);
        bytes.getInt(); // the correlation id
        MetadataResponseData cluster =
                new MetadataResponseData(new ByteBufferAccessor(bytes), VERSION);
        Finding.Unreachable unreachable = unreachable(cluster, name);
        if (unreachable != null) {
            return unreachable;
        }
        boolean missing =
                cluster.topics().stream()
                        .anyMatch(found ->
                                found.errorCode() == Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        return missing && topic != null ? new Finding.NoTopic(name, topic) : new Finding.Fine(name);
    }

    /** What keeps clients from the first broker that they cannot get at; null if they can. */
    private static Finding.@Nullable Unreachable unreachable(
            MetadataResponseData cluster, String name) {
        String advertised = "";
        String why = "";
        boolean others = false;
        for (MetadataResponseBroker broker :
                cluster.brokers().stream().limit(MAX_BROKERS).toList()) {
            String reason = unreachable(broker, name);
            others |= reason.isEmpty();
            if (why.isEmpty() && !reason.isEmpty()) {
                advertised = broker.host() + ":" + broker.port();
                why = reason;
            }
            if (others && !why.isEmpty()) {
                break;
            }
        }
        return why.isEmpty() ? null : new Finding.Unreachable(name, advertised, why, others);
    }

    /** Why clients that are sent to a broker cannot connect to it; "" when they can. */
    private static String unreachable(MetadataResponseBroker broker, String asked) {
        if (asked.equals(broker.host() + ":" + broker.port())) {
            return "";
        }
        try (Socket _ = open(InetSocketAddress.createUnresolved(broker.host(), broker.port()))) {
            return "";
        } catch (IOException e) {
            return reason(e, broker.host());
        }
    }
}

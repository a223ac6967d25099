package dev.reservoir.broker.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What else people send to a Kafka port, told by its first four bytes: each makes a length that no
 * request has.
 */
enum OtherProtocol {
    HTTP("an HTTP request, but this port speaks the Kafka protocol"),
    TLS(
            "a TLS hello, but this listener is plain text: set security.protocol=PLAINTEXT in the"
                    + " client"),
    SSH("an SSH client, but this port speaks the Kafka protocol"),
    AMQP("an AMQP client, but this port speaks the Kafka protocol"),
    MQTT("an MQTT client, but this port speaks the Kafka protocol"),
    REDIS("a Redis client, but this port speaks the Kafka protocol");

    private static final int BYTES = 4;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int MQTT_CONNECT = 0x10;
    private static final int TLS_MAJOR = 3;

    private final String description;

    OtherProtocol(String description) {
        this.description = description;
    }

    /** "it looks like ..." */
    String description() {
        return description;
    }

    /**
     * The protocol that begins so, or null.
     *
     * @param head at least four bytes from its position on, which stays
     */
    static @Nullable OtherProtocol of(ByteBuffer head) {
        int first = head.get(head.position());
        if (first == TLS_HANDSHAKE && head.get(head.position() + 1) == TLS_MAJOR) {
            return TLS;
        }
        if (first == MQTT_CONNECT) {
            return MQTT;
        }
        String start = ISO_8859_1.decode(head.slice(head.position(), BYTES)).toString();
        return switch (start) {
            case "GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI", "PATC", "CONN", "TRAC", "PRI " ->
                    HTTP;
            case "SSH-" -> SSH;
            case "AMQP" -> AMQP;
            default -> start.matches("\\*[0-9]\r\n") ? REDIS : null;
        };
    }

    /** What to answer before the connection is closed; nothing where nobody would read it. */
    byte[] answer(int port) {
        if (this != HTTP) {
            return new byte[0];
        }
        String body =
                "Port %d speaks the Kafka protocol, not HTTP. Connect a Kafka client to it, for example: kafka-topics --bootstrap-server HOST:%d --list\n"
                        .formatted(port, port);
        return ("HTTP/1.1 400 Bad Request\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Connection: close\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(ISO_8859_1);
    }
}

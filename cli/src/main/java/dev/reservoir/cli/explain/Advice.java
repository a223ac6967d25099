package dev.reservoir.cli.explain;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** What to do about an error of Kafka's client, whose own words only say what happened. */
public final class Advice {
    /** Kafka's clients take the first bytes of a TLS server's alert for the length of an answer. */
    private static final String TOO_LARGE_ANSWER =
            "An answer does not fit into memory: mostly that of a server that wants TLS; then set"
                    + " security.protocol=SSL (or SASL_SSL) in --command-config. Otherwise give the"
                    + " command more memory: KAFKA_HEAP_OPTS=-Xmx1g";

    private Advice() {}

    /** The message and, where there is something to be done, a sentence that says it. */
    public static String told(@Nullable Throwable error) {
        if (error == null) {
            return "unknown";
        }
        String message = error.getMessage();
        return (message == null ? error.getClass().getSimpleName() : message) + on(error);
    }

    /** The sentence to be added, with a space or full stop before it; "" for none. */
    public static String on(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            String sentence = sentence(cause, message);
            if (!sentence.isEmpty()) {
                return (message.endsWith(".") ? " " : ". ") + sentence;
            }
        }
        return "";
    }

    private static String sentence(Throwable error, String message) {
        return switch (error) {
            case RecordTooLargeException _ -> tooLarge(message);
            case InconsistentGroupProtocolException _ ->
                    "All members of a group must share a partition.assignment.strategy:"
                            + " 'kafka-consumer-groups --describe --state --group GROUP' shows the"
                            + " group's; use that one, or another group.";
            case SslAuthenticationException _ ->
                    "If the broker's listener is plain text, leave security.protocol out.";
            case SaslAuthenticationException _ ->
                    "Check sasl.mechanism and sasl.jaas.config in --command-config.";
            case UnsupportedVersionException _ ->
                    "The broker is too old for this, or does not serve it.";
            case TimeoutException _ -> timedOut(message);
            case ConfigException _ ->
                    message.contains("bootstrap urls")
                            ? "This machine knows no host of that name: check the spelling, or give"
                                    + " an IP address."
                            : "";
            case OutOfMemoryError _ -> TOO_LARGE_ANSWER;
            default -> "";
        };
    }

    private static String tooLarge(String message) {
        if (message.contains("max.request.size")) {
            return "Raise it with --command-property max.request.size=BYTES; the topic must take"
                    + " records of that size too (kafka-configs --alter --entity-type topics"
                    + " --entity-name TOPIC --add-config max.message.bytes=BYTES).";
        }
        return message.contains("buffer.memory")
                ? "Raise it with --command-property buffer.memory=BYTES."
                : "";
    }

    private static String timedOut(String message) {
        if (message.contains("AdminClient thread has exited")) {
            return TOO_LARGE_ANSWER; // what else ends it, it survives
        }
        if (message.contains("not present in metadata")) {
            return "'kafka-topics --list' shows which topics there are; 'kafka-topics --create"
                    + " --topic TOPIC' makes one.";
        }
        return message.contains("node assignment")
                ? "No broker answered: is one running at --bootstrap-server?"
                : "";
    }
}

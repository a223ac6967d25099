package dev.reservoir.cli.house.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Which records are wanted; all conditions must hold. */
final class RecordFilter {
    private final byte @Nullable [] key;
    private final @Nullable Pattern grep;
    private final List<String> headers;

    private RecordFilter(byte @Nullable [] key, @Nullable Pattern grep, List<String> headers) {
        this.key = key;
        this.grep = grep;
        this.headers = headers;
    }

    static RecordFilter of(ConsumeOptions options) {
        byte[] key = options.key == null ? null : options.key.getBytes(UTF_8);
        return new RecordFilter(key, options.grep, options.headers);
    }

    boolean wants(ConsumerRecord<byte[], byte[]> record) {
        return (key == null || Arrays.equals(key, record.key()))
                && (grep == null || found(grep, record.key()) || found(grep, record.value()))
                && headers.stream().allMatch(wanted -> has(record, wanted));
    }

    private static boolean found(Pattern pattern, byte @Nullable [] bytes) {
        return bytes != null && pattern.matcher(new String(bytes, UTF_8)).find();
    }

    private static boolean has(ConsumerRecord<byte[], byte[]> record, String wanted) {
        int equals = wanted.indexOf('=');
        String name = equals < 0 ? wanted : wanted.substring(0, equals);
        for (Header header : record.headers().headers(name)) {
            boolean same =
                    header.value() != null
                            && new String(header.value(), UTF_8)
                                    .equals(wanted.substring(equals + 1));
            if (equals < 0 || same) {
                return true;
            }
        }
        return false;
    }
}

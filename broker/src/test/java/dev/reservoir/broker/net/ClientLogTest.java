package dev.reservoir.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class ClientLogTest {
    private final Lines lines = new Lines();
    private final InetAddress client = address(1);
    private long nanos = 17;
    private final ClientLog log = new ClientLog(() -> nanos);

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (last >> 8), (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void warn(int times) {
        for (int i = 0; i < times; i++) {
            log.warn(lines, client, "closing port " + i);
        }
    }

    @Test
    void linesThatDifferInNumbersAreOfOneKind() {
        warn(100);
        assertThat(lines.written)
                .hasSize(ClientLog.LINES)
                .startsWith("closing port 0", "closing port 1")
                .endsWith("closing port 4 (more like this are left out for 60 s)");
        log.warn(lines, client, "something else");
        log.warn(lines, address(2), "closing port 9");
        assertThat(lines.written).hasSize(ClientLog.LINES + 2);
    }

    @Test
    void whatWasLeftOutIsCounted() {
        warn(12);
        pass(60);
        warn(1);
        assertThat(lines.written.getLast())
                .isEqualTo("closing port 0 (7 more like this were left out)");
    }

    @Test
    void whoGoesOnIsHeardLessAndLess() {
        for (int minute = 0; minute < 600; minute++) {
            warn(10);
            pass(60);
        }
        assertThat(lines.written.size()).isBetween(50, 100);
        lines.written.clear();
        pass(TimeUnit.HOURS.toSeconds(3));
        warn(10);
        assertThat(lines.written.getLast()).endsWith("left out for 60 s)");
    }

    @Test
    void aKindIsWrittenOnceAMinute() {
        for (int i = 0; i < 5; i++) {
            int number = i;
            log.warn(lines, client, "kind", () -> "line " + number);
        }
        assertThat(lines.written).containsExactly("line 0");
        pass(60);
        log.warn(lines, client, "kind", () -> "again");
        assertThat(lines.written).endsWith("again (4 more like this were left out)");
    }

    @Test
    void manyClientsTogetherHaveALimitToo() {
        for (int i = 0; i < 5_000; i++) {
            log.warn(lines, address(i), "kind", () -> "line");
        }
        assertThat(lines.written).hasSize(ClientLog.LINES_IN_ALL);
        pass(61);
        log.warn(lines, client, "kind", () -> "line");
        assertThat(lines.written).hasSize(ClientLog.LINES_IN_ALL + 1);
    }

    @Test
    void aNameDoesNotMakeALineOfItsOwn() {
        log.warn(lines, client, "client x\n2026 [WARN] forged");
        assertThat(lines.written).containsExactly("client x?2026 [WARN] forged");
    }

    /** A logger that keeps what is written. */
    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        private final transient List<String> written = new ArrayList<>();

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                Marker marker,
                String pattern,
                Object[] arguments,
                Throwable throwable) {
            written.add(MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}

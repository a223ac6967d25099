package dev.reservoir.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.Terminal;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;

final class ProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, UTF_8);
    private final Terminal screen =
            new Terminal(InputStream.nullInputStream(), err, err, true, false, true);

    @Test
    void tellsShareRateAndTimeLeft() {
        Progress progress = new Progress(screen, "record", 0);
        assertThat(progress.text(25_000, 25 << 20, 0.25, 10 * SECOND))
                .isEqualTo(" 25 %  25,000 records, 2,500/s, 2.5 MB/s, 30 s left");
        assertThat(progress.text(25_000, 25 << 20, -1, 10 * SECOND))
                .isEqualTo("25,000 records, 2,500/s, 2.5 MB/s");
    }

    @Test
    void isNotShownForWorkThatIsOverAtOnceNorTooOften() {
        Progress progress = new Progress(screen, "record", 0);
        progress.at(1, 1, 0.1, SECOND / 10);
        progress.clear();
        assertThat(bytes.size()).isZero();
        progress.at(2, 2, 0.2, SECOND);
        int size = bytes.size();
        progress.at(3, 3, 0.3, SECOND + 1);
        assertThat(bytes.size()).isEqualTo(size).isPositive();
        progress.clear();
        assertThat(bytes.toString(UTF_8)).endsWith("\r\u001b[K");
    }

    @Test
    void isForScreensAlone() {
        Captured captured = new Captured();
        new Progress(captured.terminal(), "record", 0).at(1, 1, 0.5, 9 * SECOND);
        assertThat(captured.err()).isEmpty();
    }
}

package dev.reservoir.cli.house.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.house.Output;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class CheckCommandTest {
    private static final Verdict OK = new Verdict.Ok("JDK", "25");
    private static final Verdict WARN =
            new Verdict.Warn("file system", "tmpfs", "It is memory.", "Use a disk.");
    private static final Verdict FAIL =
            new Verdict.Fail("port 9092", "localhost:9092", "It is used.", "Stop that.");

    private final Captured captured = new Captured();

    private int print(Verdict... verdicts) {
        return new CheckCommand.Report(new Output(), captured.terminal()).print(List.of(verdicts));
    }

    @Test
    void verdictsStandInColumns() {
        assertThat(print(OK, WARN, FAIL)).isEqualTo(1);
        assertThat(captured.out())
                .isEqualTo(
                        """
                        ok    JDK             25
                        warn  file system     tmpfs
                                              It is memory.
                                              Use a disk.
                        fail  port 9092       localhost:9092
                                              It is used.
                                              Stop that.

                        1 to mend before a broker can run here.
                        """);
    }

    @Test
    void aWarningDoesNotFail() {
        assertThat(print(OK, WARN)).isZero();
        assertThat(captured.out()).contains("A broker can run here; 1 could be better.");
    }

    @Test
    void nothingToMend() {
        assertThat(print(OK)).isZero();
        assertThat(captured.out()).endsWith("Nothing to mend.\n");
    }

    @Test
    void thisMachineIsLookedAt() {
        int code = new CheckCommand().run(new GivenOptions(Set.of()), captured.terminal());
        assertThat(code).isIn(0, 1);
        assertThat(captured.out())
                .contains("JDK", "processors", "memory", "open files", "data directory")
                .contains("disk space", "file system", "sync speed", "clock", "port 9092");
    }
}

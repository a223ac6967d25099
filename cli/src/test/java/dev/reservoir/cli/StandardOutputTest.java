package dev.reservoir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

final class StandardOutputTest {
    @Test
    void aFullDiskIsRemembered() throws Exception {
        assumeThat(Files.exists(Path.of("/dev/full"))).isTrue();
        try (FileOutputStream full = new FileOutputStream("/dev/full");
                StandardOutput out = new StandardOutput(full.getFD());
                PrintStream print = new PrintStream(out, true)) {
            assertThat(out.loss()).isNull();
            print.println("lost");
            assertThat(out.loss()).isEqualTo("No space left on device");
        }
    }
}

package dev.reservoir.testing.compact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Any number of keys is compacted in the memory that is set: a process with a small heap, and a map
 * that holds a fraction of the keys, makes several passes.
 */
class ManyKeysTest {
    @TempDir Path directory;

    @Test
    void moreKeysThanTheMapHolds() throws Exception {
        run(300_000, 2 << 20, 32, 180);
    }

    @Test
    @Tag("long")
    void tenMillionKeysInSixtyFourMegabytes() throws Exception {
        run(10_000_000, 64 << 20, 64, 1_800);
    }

    private void run(int keys, int mapBytes, int heapMegabytes, int seconds) throws Exception {
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx" + heapMegabytes + "m",
                                        "-XX:+UseSerialGC",
                                        "-XX:MaxDirectMemorySize=16m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        ManyKeys.class.getName(),
                                        directory.resolve("data").toString(),
                                        Integer.toString(keys),
                                        Integer.toString(mapBytes)))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(output);
            System.out.println(said);
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains("all " + keys + " keys are there once");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}

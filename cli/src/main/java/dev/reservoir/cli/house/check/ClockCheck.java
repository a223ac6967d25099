package dev.reservoir.cli.house.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether the clock can be right: records are stamped and kept by it. */
final class ClockCheck implements Check {
    private static final String WHAT = "clock";
    private static final Instant EARLIEST = Instant.parse("2025-09-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final long TELL_MS = 2_000;

    private static final String SET =
            "Set the clock and keep it right with NTP (timedatectl set-ntp true, or chronyd).";

    private final Instant now;
    private final Optional<Instant> newest;
    private final Optional<Boolean> synchronised;

    /**
     * @param newest when the data directory was last written to
     * @param synchronised whether the system keeps the clock by NTP, if it tells
     */
    ClockCheck(Instant now, Optional<Instant> newest, Optional<Boolean> synchronised) {
        this.now = now;
        this.newest = newest;
        this.synchronised = synchronised;
    }

    @Override
    public Verdict look() {
        String value = now.truncatedTo(ChronoUnit.SECONDS).toString();
        if (now.isBefore(EARLIEST) || now.isAfter(LATEST)) {
            return new Verdict.Fail(
                    WHAT,
                    value,
                    "That cannot be: records would be kept too long or not at all.",
                    SET);
        }
        if (newest.isPresent() && newest.get().isAfter(now.plus(TOLERANCE))) {
            return new Verdict.Fail(
                    WHAT,
                    value,
                    "The data directory was written to at %s: the clock is behind, or was ahead."
                            .formatted(newest.get().truncatedTo(ChronoUnit.SECONDS)),
                    SET);
        }
        if (synchronised.isPresent() && !synchronised.get()) {
            return new Verdict.Warn(
                    WHAT,
                    value + ", not synchronised",
                    "Records' timestamps and retention go by it.",
                    SET);
        }
        return new Verdict.Ok(WHAT, synchronised.isPresent() ? value + ", synchronised" : value);
    }

    /** When the newest of a broker's own files (not its partitions') was written. */
    static Optional<Instant> newest(Path dataDirectory) {
        Instant newest = null;
        for (Path directory : new Path[] {dataDirectory, dataDirectory.resolve("journal")}) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Instant written = Files.getLastModifiedTime(file).toInstant();
                    if (newest == null || written.isAfter(newest)) {
                        newest = written;
                    }
                }
            } catch (IOException | java.nio.file.DirectoryIteratorException _) {
                // There is none yet, or it is not ours to read.
            }
        }
        return Optional.ofNullable(newest);
    }

    /** What systemd says about NTP; nothing where there is none. */
    static Optional<Boolean> askSystem() {
        try {
            Process process =
                    new ProcessBuilder("timedatectl", "show", "-p", "NTPSynchronized", "--value")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(TELL_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return told(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Boolean> told(String answer) {
        return switch (answer) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}

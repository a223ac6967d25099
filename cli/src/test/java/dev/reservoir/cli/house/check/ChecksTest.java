package dev.reservoir.cli.house.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.machine.Proc;
import dev.reservoir.machine.ProcessName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** Each check says ok, warns and fails on facts that are made up. */
class ChecksTest {
    private static final long GB = 1L << 30;
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir Path root;

    private Proc proc(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return new Proc(root);
    }

    private static void assertVerdict(Check check, String kind, String part) {
        Verdict verdict = check.look();
        assertThat(verdict.getClass().getSimpleName()).as(verdict.toString()).isEqualTo(kind);
        assertThat(verdict.value() + " " + verdict.why()).contains(part);
        if (!kind.equals("Ok")) {
            assertThat(verdict.why()).endsWith(".");
            assertThat(verdict.todo()).endsWith(".");
        }
    }

    private Disk disk(String kind, long usable) {
        return new Disk(root, root, kind, 100 * GB, usable, true);
    }

    @ParameterizedTest
    @CsvSource({
        "42949672960, Ok, 40.0 GB free of 100 GB",
        "2147483648, Ok, 2.0 GB free",
        "2147483647, Warn, The journal alone takes up to 512 MB",
        "335544320, Warn, 320 MB free",
        "335544319, Fail, takes no records with less than 320 MB",
        "0, Fail, 0 B free"
    })
    void diskSpace(long usable, String kind, String part) {
        assertVerdict(new SpaceCheck(disk("ext4", usable)), kind, part);
    }

    @ParameterizedTest
    @CsvSource({
        "ext4, Ok, ext4",
        "xfs, Ok, xfs",
        "'', Ok, unknown",
        "tmpfs, Warn, gone when the machine restarts",
        "nfs4, Warn, on another machine",
        "overlay, Warn, gone with the container"
    })
    void fileSystem(String type, String kind, String part) {
        assertVerdict(new FileSystemCheck(disk(type, GB)), kind, part);
    }

    @Test
    void dataDirectory() throws IOException {
        Disk there = disk("ext4", GB);
        assertVerdict(new DirectoryCheck(there, Optional.empty()), "Ok", root.toString());
        assertVerdict(
                new DirectoryCheck(there, Optional.of(new ProcessName(7, "java x.Main"))),
                "Ok",
                "used now by process 7 (java x.Main)");
        Disk fresh = new Disk(root.resolve("a/b"), root, "ext4", GB, GB, true);
        assertVerdict(
                new DirectoryCheck(fresh, Optional.empty()), "Ok", "which the first start makes");
        Disk forbidden = new Disk(root.resolve("a"), root, "ext4", GB, GB, false);
        assertVerdict(
                new DirectoryCheck(forbidden, Optional.empty()), "Fail", "may not write into");
        Path file = Files.createFile(root.resolve("file"));
        Disk blocked = new Disk(file.resolve("a"), file, "ext4", GB, GB, false);
        assertVerdict(new DirectoryCheck(blocked, Optional.empty()), "Fail", "is a file");
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 3, Ok, '4 KB in 0.50 ms (median), 3.00 ms (99th percentile) over 9 writes'",
        "10.1, 20, Warn, Each acknowledgement waits",
        "1, 100.5, Warn, Each acknowledgement waits"
    })
    void syncSpeed(double median, double p99, String kind, String part) {
        assertVerdict(new SyncCheck(() -> new SyncTimes(9, median, p99)), kind, part);
    }

    @Test
    void syncsThatCannotBeMeasured() {
        assertVerdict(
                new SyncCheck(() -> {
                    throw new IOException("no");
                }),
                "Warn",
                "not measured");
    }

    @Test
    void syncTimesAreMeasuredAndLeaveNothing() throws IOException {
        SyncTimes measured = SyncTimes.in(root);
        assertThat(measured.writes()).isPositive();
        assertThat(measured.p99Ms()).isGreaterThanOrEqualTo(measured.medianMs());
        assertThat(root).isEmptyDirectory();
        long[] nanos = new long[200];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (nanos.length - i) * 1_000_000L;
        }
        assertThat(SyncTimes.of(nanos)).isEqualTo(new SyncTimes(200, 101, 199));
    }

    @ParameterizedTest
    @CsvSource({
        "unlimited, Ok, no limit",
        "65536, Ok, at most 65536",
        "2548, Ok, at most 2548",
        "2547, Warn, 2548 are needed",
        "255, Fail, needs 256"
    })
    void openFiles(String limit, String kind, String part) throws IOException {
        Proc proc = proc("self/limits", "Max open files            " + limit + "  9  files\n");
        assertVerdict(new OpenFilesCheck(proc), kind, part);
    }

    @Test
    void openFilesOfAnotherSystem() {
        assertVerdict(new OpenFilesCheck(new Proc(root)), "Ok", "does not tell");
    }

    @ParameterizedTest
    @CsvSource({
        "8388608, 4194304, max, Ok, 4.0 GB available of 8.0 GB",
        "8388608, 1048576, max, Warn, heap takes up to 512 MB",
        "8388608, 4194304, 1073741824, Warn, 1.0 GB available of 1.0 GB",
        "8388608, 4194304, 536870912, Fail, heap takes 512 MB",
        "524288, 400000, none, Fail, heap takes 512 MB"
    })
    void memory(long totalKb, long availableKb, String container, String kind, String part)
            throws IOException {
        Proc proc =
                proc(
                        "meminfo",
                        "MemTotal:  %d kB\nMemFree: 1 kB\nMemAvailable:  %d kB\n"
                                .formatted(totalKb, availableKb));
        Path limit = root.resolve("memory.max");
        if (!container.equals("none")) {
            Files.writeString(limit, container + "\n");
        }
        assertVerdict(new MemoryCheck(proc, limit), kind, part);
    }

    @Test
    void memoryOfAnotherSystem() {
        assertVerdict(new MemoryCheck(new Proc(root), root.resolve("none")), "Ok", "does not tell");
    }

    @Test
    void clock() {
        Optional<Instant> none = Optional.empty();
        assertVerdict(new ClockCheck(NOW, none, Optional.empty()), "Ok", "2026-11-23T12:00:00Z");
        assertVerdict(new ClockCheck(NOW, none, Optional.of(true)), "Ok", ", synchronised");
        assertVerdict(new ClockCheck(NOW, none, Optional.of(false)), "Warn", "not synchronised");
        assertVerdict(new ClockCheck(Instant.EPOCH, none, Optional.of(true)), "Fail", "cannot be");
        Optional<Instant> soon = Optional.of(NOW.plusSeconds(59));
        assertVerdict(new ClockCheck(NOW, soon, Optional.empty()), "Ok", "");
        Optional<Instant> later = Optional.of(NOW.plusSeconds(61));
        assertVerdict(
                new ClockCheck(NOW, later, Optional.of(true)), "Fail", "2026-11-23T12:01:01Z");
    }

    @Test
    void theNewestFileOfADataDirectory() throws IOException {
        assertThat(ClockCheck.newest(root.resolve("none"))).isEmpty();
        Path journal = Files.createDirectories(root.resolve("journal"));
        Path newest = Files.createFile(journal.resolve("1.journal"));
        Instant future = Instant.parse("2090-01-01T00:00:00Z");
        Files.setLastModifiedTime(newest, FileTime.from(future));
        assertThat(ClockCheck.newest(root)).contains(future);
    }

    @Test
    void port() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            assertVerdict(
                    new PortCheck("127.0.0.1", port, Proc.ofMachine()), "Fail", "It is used by");
            Proc broker = listening(port);
            assertVerdict(
                    new PortCheck("127.0.0.1", port, broker), "Ok", "a Reservoir broker listens");
            Proc silent = new Proc(root.resolve("none"));
            assertVerdict(new PortCheck("127.0.0.1", port, silent), "Fail", "The system says");
        }
        assertVerdict(new PortCheck("127.0.0.1", 0, Proc.ofMachine()), "Ok", "is free");
        assertVerdict(
                new PortCheck("kafka.invalid", port, Proc.ofMachine()), "Fail", "knows no host");
    }

    private Proc listening(int port) throws IOException {
        proc("net/tcp", " 0: 0100007F:%04X 00000000:0000 0A 0:0 00:0 0 0 0 42 1\n".formatted(port));
        proc("9/comm", "java\n");
        proc("9/cmdline", "java\0dev.reservoir.broker.Main\0start\0");
        Files.createDirectories(root.resolve("9/fd"));
        Files.createSymbolicLink(root.resolve("9/fd/3"), Path.of("socket:[42]"));
        return new Proc(root);
    }

    @ParameterizedTest
    @CsvSource({"25, Ok, 25", "25.0.1+8, Ok, 25.0.1", "21.0.2, Fail, needs JDK 25"})
    void jdk(String version, String kind, String part) {
        assertVerdict(new JdkCheck(Runtime.Version.parse(version), "/opt/jdk"), kind, part);
    }

    @ParameterizedTest
    @CsvSource({"2, Ok, 2", "1, Warn, take turns"})
    void processors(int count, String kind, String part) {
        assertVerdict(new CpuCheck(count), kind, part);
    }

    @Test
    void theDiskOfADirectoryThatIsNotThereYet() {
        Disk found = Disk.of(root.resolve("a/b"));
        assertThat(found.existing()).isEqualTo(root);
        assertThat(found.directory()).isEqualTo(root.resolve("a/b"));
        assertThat(found.usableBytes()).isPositive();
        assertThat(found.writable()).isTrue();
        assertThat(root).isEmptyDirectory();
    }
}

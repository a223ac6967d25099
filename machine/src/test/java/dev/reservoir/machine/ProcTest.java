package dev.reservoir.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

class ProcTest {
    @TempDir Path root;

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void theLimitOfOpenFilesIsRead() throws IOException {
        Proc proc = new Proc(root);
        assertThat(proc.openFilesLimit()).isEmpty();
        write("self/limits", "Max file locks  3  4 locks\nMax open files   1024   4096   files\n");
        assertThat(proc.openFilesLimit()).hasValue(1024);
        write("self/limits", "Max open files   unlimited   unlimited   files\n");
        assertThat(proc.openFilesLimit()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void whoListensIsFoundByTheSocketsInode() throws IOException {
        write(
                "net/tcp6",
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:2384 00000000:0000 01 00000000:00000000 00:00000000 00000000  1000        0 111 1
                   1: 0100007F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 222 1
                """);
        Proc proc = new Proc(root);
        assertThat(proc.isListenedOn(9092)).isTrue();
        assertThat(proc.isListenedOn(9093)).isFalse();
        assertThat(proc.holderOfPort(9092)).isEmpty();
        write("77/comm", "java\n");
        write("77/cmdline", "java\0-Dpassword=x\0-cp\0a.jar:b.jar\0kafka.Kafka\0config\0");
        Files.createDirectories(root.resolve("77/fd"));
        Files.createSymbolicLink(root.resolve("77/fd/5"), Path.of("socket:[222]"));
        assertThat(proc.holderOfPort(9092)).contains(new ProcessName(77, "java kafka.Kafka"));
    }

    @Test
    void theHolderOfALockIsFoundByTheFilesInode() throws IOException {
        write("data/.lock", "");
        Path file = root.resolve("data/.lock");
        Object inode = Files.getAttribute(file, "unix:ino");
        write(
                "locks",
                "1: FLOCK  ADVISORY  WRITE 5 fe:00:%s 0 EOF\n2: POSIX  ADVISORY  WRITE 88 fe:00:%s 0 EOF\n"
                        .formatted(inode, inode));
        write("88/comm", "python3\n");
        assertThat(new Proc(root).holderOfLock(file).map(ProcessName::toString))
                .contains("process 88 (python3)");
        write("locks", "2: POSIX  ADVISORY  WRITE -1 fe:00:%s 0 EOF\n".formatted(inode));
        assertThat(new Proc(root).holderOfLock(file)).isEmpty();
        assertThat(new Proc(root).holderOfLock(root.resolve("none"))).isEmpty();
    }

    @Test
    void argumentsThatMayBeSecretAreNotNamed() {
        assertThat(ProcessName.of(1, "java", List.of("java", "-jar", "/opt/x/app.jar", "secret")))
                .hasToString("process 1 (java app.jar)");
        assertThat(ProcessName.of(1, "x\u001b[2J", List.of("x", "secret")))
                .hasToString("process 1 (x??2J)");
        assertThat(ProcessName.of(1, "", List.of(""))).hasToString("process 1");
    }

    @Test
    void thisMachineTellsOfThisProcess() throws IOException {
        Proc proc = Proc.ofMachine();
        org.junit.jupiter.api.Assumptions.assumeFalse(proc.text("self/limits").isEmpty());
        long self = ProcessHandle.current().pid();
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(proc.holderOfPort(socket.getLocalPort()).map(ProcessName::pid))
                    .contains(self);
        }
        Path file = Files.createFile(root.resolve("lock"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(proc.holderOfLock(file).map(ProcessName::pid)).contains(self);
        }
        assertThat(proc.openFilesLimit()).isPresent();
    }
}

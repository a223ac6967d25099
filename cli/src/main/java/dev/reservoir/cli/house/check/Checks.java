package dev.reservoir.cli.house.check;

import dev.reservoir.machine.Proc;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Every check, on this machine, in the order in which they are shown. */
final class Checks {
    private static final Path CONTAINER_MEMORY = Path.of("/sys/fs/cgroup/memory.max");

    private Checks() {}

    /**
     * @param directory where a broker shall keep its data
     * @param listen where it shall listen
     */
    static List<Check> ofMachine(Path directory, InetSocketAddress listen) {
        Disk disk = Disk.of(directory);
        Proc proc = Proc.ofMachine();
        return List.of(
                new JdkCheck(Runtime.version(), System.getProperty("java.home")),
                new CpuCheck(Runtime.getRuntime().availableProcessors()),
                new MemoryCheck(proc, CONTAINER_MEMORY),
                new OpenFilesCheck(proc),
                new DirectoryCheck(disk, proc.holderOfLock(disk.directory().resolve(".lock"))),
                new SpaceCheck(disk),
                new FileSystemCheck(disk),
                new SyncCheck(() -> SyncTimes.in(disk.existing())),
                new ClockCheck(
                        Instant.now(), ClockCheck.newest(disk.directory()), ClockCheck.askSystem()),
                new PortCheck(listen.getHostString(), listen.getPort(), proc));
    }
}

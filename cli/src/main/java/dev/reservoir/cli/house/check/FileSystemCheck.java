package dev.reservoir.cli.house.check;

import java.util.Locale;

/** Whether what is synced to the file system is there after a power cut. */
final class FileSystemCheck implements Check {
    private static final String WHAT = "file system";
    private static final String ELSEWHERE =
            "Choose a directory on a local disk with --data-dir (in a container: a volume).";

    private final Disk disk;

    FileSystemCheck(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Verdict look() {
        String kind = disk.kind().toLowerCase(Locale.ROOT);
        String why =
                switch (kind) {
                    case "tmpfs", "ramfs" ->
                            "It is memory: every record is gone when the machine restarts.";
                    case "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph" ->
                            "It is on another machine: syncs are slow, and locks and syncs may not"
                                    + " mean what they say.";
                    case "overlay", "aufs" ->
                            "It is a container's own layer: every record is gone with the"
                                    + " container, and writes are slow.";
                    default -> "";
                };
        String value = kind.isEmpty() ? "unknown" : kind;
        return why.isEmpty()
                ? new Verdict.Ok(WHAT, value)
                : new Verdict.Warn(WHAT, value, why, ELSEWHERE);
    }
}

package dev.reservoir.cli.house.check;

import dev.reservoir.machine.ProcessName;

import java.nio.file.Files;
import java.util.Optional;

/** Whether a broker can keep its data where it shall. */
final class DirectoryCheck implements Check {
    private static final String WHAT = "data directory";

    private final Disk disk;
    private final Optional<ProcessName> holder;

    /**
     * @param holder the process that uses the directory now
     */
    DirectoryCheck(Disk disk, Optional<ProcessName> holder) {
        this.disk = disk;
        this.holder = holder;
    }

    @Override
    public Verdict look() {
        String path = disk.directory().toString();
        if (!Files.isDirectory(disk.existing())) {
            return new Verdict.Fail(
                    WHAT,
                    path,
                    disk.existing() + " is a file.",
                    "Choose another directory with --data-dir.");
        }
        if (!disk.writable()) {
            return new Verdict.Fail(
                    WHAT,
                    path,
                    "User %s may not write into %s."
                            .formatted(System.getProperty("user.name"), disk.existing()),
                    "Give that user the directory (chown -R), or choose another with --data-dir.");
        }
        if (holder.isPresent()) {
            return new Verdict.Ok(WHAT, path + ", used now by " + holder.get());
        }
        boolean there = disk.directory().equals(disk.existing());
        return new Verdict.Ok(WHAT, there ? path : path + ", which the first start makes");
    }
}

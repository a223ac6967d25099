package dev.reservoir.testing.powercut;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.testing.disk.CrashDisk;
import dev.reservoir.testing.disk.NegligentDisk;

import java.nio.file.Path;
import java.util.function.Predicate;

/** A rule of docs/DURABILITY.md, switched off by a disk that does not do what it is asked for. */
enum Rule {
    COMMITS_ARE_SYNCED(files(".journal"), none(), none()),
    A_FAILED_JOURNAL_SYNC_STOPS_WRITING(none(), none(), files(".journal")),
    A_FAILED_SEGMENT_SYNC_IS_NOT_REPEATED(none(), none(), files(".log")),
    SEGMENTS_ARE_SYNCED_BEFORE_A_CHECKPOINT(files(".log"), none(), none()),
    CHECKPOINTS_ARE_SYNCED_BEFORE_JOURNAL_IS_FREED(
            path -> fileName(path).startsWith("checkpoint"), none(), none()),
    COMPACTED_FILES_ARE_SYNCED_BEFORE_THE_SWAP(files(".cleaned"), none(), none()),
    THE_DATA_DIRECTORY_IS_SYNCED(none(), path -> path.equals(PowerCutTest.ROOT), none()),
    THE_JOURNAL_DIRECTORY_IS_SYNCED(none(), path -> fileName(path).equals("journal"), none()),
    PARTITION_DIRECTORIES_ARE_SYNCED(none(), path -> fileName(path).startsWith("topic"), none()),
    THE_LAST_COMMIT_IS_WRITTEN_AGAIN(files(".journal"), none(), none()) {
        @Override
        Disk disk(CrashDisk disk, boolean[] starting) {
            return new NegligentDisk(
                    disk,
                    path -> starting[0] && fileName(path).endsWith(".journal"),
                    none(),
                    none());
        }
    };

    private final Predicate<Path> neglectedFiles;
    private final Predicate<Path> neglectedDirectories;
    private final Predicate<Path> hushedFiles;

    Rule(
            Predicate<Path> neglectedFiles,
            Predicate<Path> neglectedDirectories,
            Predicate<Path> hushedFiles) {
        this.neglectedFiles = neglectedFiles;
        this.neglectedDirectories = neglectedDirectories;
        this.hushedFiles = hushedFiles;
    }

    /**
     * A disk without the rule.
     *
     * @param starting whether the engine is in its constructor, in the first element
     */
    Disk disk(CrashDisk disk, boolean[] starting) {
        return new NegligentDisk(disk, neglectedFiles, neglectedDirectories, hushedFiles);
    }

    private static Predicate<Path> files(String suffix) {
        return path -> fileName(path).endsWith(suffix);
    }

    private static Predicate<Path> none() {
        return _ -> false;
    }

    private static String fileName(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }
}

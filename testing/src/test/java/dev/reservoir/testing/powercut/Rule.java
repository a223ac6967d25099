package dev.reservoir.testing.powercut;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.testing.disk.CrashDisk;
import dev.reservoir.testing.disk.NegligentDisk;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A rule of docs/DURABILITY.md, switched off by a disk that does not do what it is asked for. */
enum Rule {
    COMMITS_ARE_SYNCED,
    THE_LAST_COMMIT_IS_WRITTEN_AGAIN,
    A_FAILED_JOURNAL_SYNC_STOPS_WRITING,
    A_FAILED_SEGMENT_SYNC_IS_NOT_FORGOTTEN,
    SEGMENTS_ARE_SYNCED_BEFORE_A_CHECKPOINT,
    CHECKPOINTS_ARE_SYNCED_BEFORE_JOURNAL_IS_FREED,
    COMPACTED_FILES_ARE_SYNCED_BEFORE_THE_SWAP,
    THE_DATA_DIRECTORY_IS_SYNCED,
    THE_JOURNAL_DIRECTORY_IS_SYNCED,
    PARTITION_DIRECTORIES_ARE_SYNCED;

    /**
     * A disk without the rule.
     *
     * @param starting whether the engine is in its constructor
     */
    Disk disk(CrashDisk disk, BooleanSupplier starting) {
        return new NegligentDisk(
                disk,
                file -> neglectsFile(name(file), starting.getAsBoolean()),
                directory -> neglectsDirectory(directory),
                file -> hushes(name(file)));
    }

    private boolean neglectsFile(String file, boolean starting) {
        return switch (this) {
            case COMMITS_ARE_SYNCED -> file.endsWith(".journal");
            case THE_LAST_COMMIT_IS_WRITTEN_AGAIN -> starting && file.endsWith(".journal");
            case SEGMENTS_ARE_SYNCED_BEFORE_A_CHECKPOINT -> file.endsWith(".log");
            case CHECKPOINTS_ARE_SYNCED_BEFORE_JOURNAL_IS_FREED -> file.startsWith("checkpoint");
            case COMPACTED_FILES_ARE_SYNCED_BEFORE_THE_SWAP -> file.endsWith(".cleaned");
            case A_FAILED_JOURNAL_SYNC_STOPS_WRITING,
                    A_FAILED_SEGMENT_SYNC_IS_NOT_FORGOTTEN,
                    THE_DATA_DIRECTORY_IS_SYNCED,
                    THE_JOURNAL_DIRECTORY_IS_SYNCED,
                    PARTITION_DIRECTORIES_ARE_SYNCED ->
                    false;
        };
    }

    private boolean neglectsDirectory(Path directory) {
        return switch (this) {
            case THE_DATA_DIRECTORY_IS_SYNCED -> directory.equals(PowerCutTest.ROOT);
            case THE_JOURNAL_DIRECTORY_IS_SYNCED -> name(directory).equals("journal");
            case PARTITION_DIRECTORIES_ARE_SYNCED -> name(directory).startsWith("topic");
            case COMMITS_ARE_SYNCED,
                    THE_LAST_COMMIT_IS_WRITTEN_AGAIN,
                    A_FAILED_JOURNAL_SYNC_STOPS_WRITING,
                    A_FAILED_SEGMENT_SYNC_IS_NOT_FORGOTTEN,
                    SEGMENTS_ARE_SYNCED_BEFORE_A_CHECKPOINT,
                    CHECKPOINTS_ARE_SYNCED_BEFORE_JOURNAL_IS_FREED,
                    COMPACTED_FILES_ARE_SYNCED_BEFORE_THE_SWAP ->
                    false;
        };
    }

    private boolean hushes(String file) {
        return (this == A_FAILED_JOURNAL_SYNC_STOPS_WRITING && file.endsWith(".journal"))
                || (this == A_FAILED_SEGMENT_SYNC_IS_NOT_FORGOTTEN && file.endsWith(".log"));
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}

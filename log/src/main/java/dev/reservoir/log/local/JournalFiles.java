package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The journal segments found at a start.
 *
 * @param used by generation
 * @param spare never used, or of no use any more
 * @param nextId a number that no file has
 */
record JournalFiles(List<JournalSegment> used, List<JournalSegment> spare, int nextId) {
    /**
     * Lists a journal directory and removes unfinished files from it.
     *
     * @param needed generation of the oldest segment that a checkpoint needs
     */
    static JournalFiles load(Disk disk, Path directory, long needed) throws IOException {
        List<JournalSegment> used = new ArrayList<>();
        List<JournalSegment> spare = new ArrayList<>();
        Set<Integer> marked = new HashSet<>();
        int nextId = 1;
        for (String name : disk.list(directory)) {
            int dot = name.indexOf('.');
            int id = idOf(dot < 0 ? name : name.substring(0, dot));
            nextId = Math.max(nextId, id + 1);
            if (name.endsWith(".new")) {
                disk.delete(directory.resolve(name));
            } else if (name.endsWith(JournalSegment.MARKER_SUFFIX)) {
                marked.add(id);
            } else if (id > 0 && name.endsWith(JournalSegment.SUFFIX)) {
                JournalSegment segment = load(disk, directory, id);
                boolean useful = segment.generation >= needed && segment.generation > 0;
                (useful ? used : spare).add(segment);
            }
        }
        Stream.concat(used.stream(), spare.stream())
                .filter(segment -> marked.contains(segment.id))
                .forEach(JournalSegment::foundMarked);
        used.sort(Comparator.comparingLong(segment -> segment.generation));
        return new JournalFiles(used, spare, nextId);
    }

    private static int idOf(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static JournalSegment load(Disk disk, Path directory, int id) throws IOException {
        JournalSegment unsized = new JournalSegment(directory, id, 0);
        try (DiskFile file = disk.openReadOnly(unsized.path)) {
            long capacity = file.size() / CommitFormat.BLOCK * CommitFormat.BLOCK;
            JournalSegment segment = new JournalSegment(directory, id, capacity);
            if (capacity > CommitFormat.BLOCK) {
                Long generation = JournalSegment.readGeneration(file);
                segment.generation =
                        generation != null
                                ? generation
                                : JournalReader.newestGeneration(disk, segment);
            }
            return segment;
        }
    }
}

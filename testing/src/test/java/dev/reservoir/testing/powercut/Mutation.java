package dev.reservoir.testing.powercut;

/** A rule of docs/DURABILITY.md whose code is gone or wrong, and the tests that must notice. */
enum Mutation {
    AN_APPEND_IS_REFUSED_AFTER_ITS_OFFSETS_WERE_GIVEN(
            1,
            "local/LocalPartition.java",
            "if (failure == null) { host.enqueue(entry);",
            "if (failure == null && stall == null) { host.enqueue(entry);",
            Suite.STALL),
    BATCHES_ARE_APPENDED_WITHOUT_THE_LOCK(
            1,
            "PartitionLog.java",
            "final ReentrantLock lock = new ReentrantLock();",
            "final ReentrantLock lock = new ReentrantLock() { @Override public void lock()"
                    + " {} @Override public void unlock() {} };",
            Suite.OFFSETS),
    NOTHING_IS_ADMITTED_FIRST(
            1, "PartitionLog.java", "engine.admit(size, timeoutMs);", "", Suite.REFUSAL),
    ANOTHER_PARTITION_OVERTAKES(
            2,
            "local/Applier.java",
            "return journal.append(entries);",
            "LocalPartition last = entries.getLast().partition; JournalPosition end ="
                    + " journal.append(entries.stream().filter(e -> e.partition == last).toList());"
                    + " List<JournalEntry> rest = entries.stream().filter(e -> e.partition !="
                    + " last).toList(); return rest.isEmpty() ? end : journal.append(rest);",
            Suite.POWER_CUT),
    WHAT_BELONGS_TOGETHER_IS_SPLIT(
            3,
            "local/LocalEngine.java",
            "commits.enqueue(entries);",
            "for (JournalEntry entry : entries) { commits.enqueue(List.of(entry)); commits.begin();"
                    + " }",
            Suite.POWER_CUT),
    A_TORN_COMMIT_IS_REPLAYED_IN_PART(
            3,
            "local/JournalReader.java",
            "intact.add(found == row.checksum());",
            "if (found == row.checksum()) { intact.add(true); } else { rows.removeLast(); }",
            Suite.POWER_CUT),
    TWO_COMMITS_ARE_IN_FLIGHT(
            4,
            "commit/GroupCommit.java",
            "boolean quick = fast && queuedBytes <= SMALL_BYTES && !committing;",
            "boolean quick = fast && queuedBytes <= SMALL_BYTES;",
            Suite.COMMITS),
    ENTRIES_ARE_NOT_CHECKED(
            5,
            "local/JournalReader.java",
            "intact.add(found == row.checksum());",
            "intact.add(true);",
            Suite.JOURNAL_DAMAGE),
    A_GAP_IN_THE_NUMBERS_IS_NOT_SEEN(
            5,
            "local/JournalScan.java",
            "if (next != null && next.header().number() == expected) {",
            "if (next != null) {",
            Suite.JOURNAL_DAMAGE),
    THE_SECOND_TABLE_IS_NOT_READ(
            5,
            "local/JournalReader.java",
            "return CommitFormat.matches(foot, 0, table)",
            "return header.length() < 0",
            Suite.JOURNAL_DAMAGE),
    A_BATCH_COUNTS_BEFORE_IT_IS_DURABLE(
            6,
            "local/LocalPartition.java",
            "moveEnd(offsets); entry = JournalEntry",
            "moveEnd(offsets); durable = nextOffset; entry = JournalEntry",
            Suite.POWER_CUT),
    A_MARKER_COUNTS_BEFORE_IT_IS_DURABLE(
            6,
            "UndecidedTransactions.java",
            "if (undecided.marker >= offsets.durable()) {",
            "if (undecided.marker >= offsets.end()) {",
            Suite.TRANSACTIONS),
    THE_ANSWER_TO_A_DUPLICATE_DOES_NOT_WAIT(
            6,
            "PartitionLog.java",
            "earlier.baseOffset(), earlier.nextOffset(),",
            "earlier.baseOffset(), offsets().durable(),",
            Suite.TRANSACTIONS),
    WRITING_GOES_ON_AFTER_A_FAILED_COMMIT(
            7,
            "commit/GroupCommit.java",
            "} catch (StorageException e) { failWith(e); stages.fail(entries, e);",
            "} catch (StorageException e) { stages.fail(entries, e);",
            Suite.JOURNAL_DAMAGE),
    A_FAILED_SYNC_OF_A_SEGMENT_IS_FORGOTTEN(
            7,
            "local/SegmentFile.java",
            "syncFailed = true; pin.file.sync();",
            "try { pin.file.sync(); } catch (IOException e) { LOGGER.warn(\"\", e); }",
            Suite.POWER_CUT),
    A_LOST_PARTITION_HOLDS_UP_THE_OTHERS(
            7,
            "local/SegmentRewriter.java",
            "goOffline(partition, e);",
            "throw new IOException(e);",
            Suite.LOST_PARTITION),
    THE_JOURNAL_OF_A_LOST_PARTITION_IS_USED_AGAIN(
            7, "local/SegmentRewriter.java", "journal.setAside(0);", "", Suite.LOST_PARTITION),
    WHAT_IS_SET_ASIDE_IS_FORGOTTEN_BY_A_RESTART(
            7,
            "local/JournalSegment.java",
            "disk.open(marker()).close();",
            "",
            Suite.LOST_PARTITION),
    A_LOST_PARTITION_GOES_ON_BEHIND_A_HOLE(
            7,
            "local/LocalPartition.java",
            "if (bounds.next() < segment.bounds().next()) {",
            "if (bounds.next() < 0) {",
            Suite.LOST_PARTITION),
    THE_RESERVE_IS_NOT_KEPT(
            8, "local/DiskSpace.java", "if (left < bytes) {", "if (bytes < 0) {", Suite.REFUSAL),
    METADATA_WAITS_FOR_ROOM(
            8,
            "PartitionLog.java",
            "this.takesAdmission = !id.equals(PartitionId.METADATA);",
            "this.takesAdmission = true;",
            Suite.REFUSAL),
    WHAT_CANNOT_BE_APPLIED_IS_DROPPED(
            8, "local/Applier.java", "stalled.put(partition, rest);", "", Suite.STALL),
    WHAT_IS_STALLED_TAKES_APPENDS(
            8,
            "local/Applier.java",
            "partition.stall(stall(partition, e), woken);",
            "",
            Suite.STALL),
    WHAT_IS_STALLED_DOES_NOT_HOLD_THE_JOURNAL(
            8,
            "local/Applier.java",
            "if (one.from.number() < cut.number()) {",
            "if (one.from.number() < 0) {",
            Suite.STALL_AND_KILL),
    A_START_ON_A_FULL_DISK_DROPS_THE_JOURNAL(
            8, "local/Recovery.java", "unapplied = true;", "", Suite.FULL_START),
    THE_JOURNAL_HAS_NO_BOUND(
            9,
            "local/LocalEngine.java",
            "return config.journalMaxBytes() - journal.liveBytes();",
            "return Long.MAX_VALUE;",
            Suite.JOURNAL_FULL),
    NO_CHECKPOINT_AT_HALF_OF_THE_JOURNAL(
            9,
            "local/Checkpointer.java",
            "boolean half = live >= journalMaxBytes / 2",
            "boolean half = live < 0",
            Suite.CHECKPOINT_DUE),
    A_STATE_IS_SAVED_BEFORE_ITS_RECORDS(
            10,
            "local/Checkpointer.java",
            "while (partition.durable() < state.offset()) {",
            "while (partition.durable() < 0) {",
            Suite.PARTITION_LOG),
    WHAT_CHANGED_IS_NOT_IN_THE_CHECKPOINT(
            10,
            "local/LocalPartition.java",
            "markDirty(commit); segments.publish();",
            "segments.publish();",
            Suite.POWER_CUT),
    SEGMENTS_ARE_NOT_SYNCED_BEFORE_A_CHECKPOINT(
            11,
            "local/SegmentFile.java",
            "if (!unsynced) {",
            "if (!unsynced || written != null) {",
            Suite.POWER_CUT),
    A_CHECKPOINT_GOES_OVER_THE_NEWER_ONE(
            11,
            "local/Checkpoints.java",
            "int older = sequences[0] <= sequences[1] ? 0 : 1; long",
            "int older = sequences[0] <= sequences[1] ? 1 : 0; long",
            Suite.POWER_CUT),
    THE_JOURNAL_OF_THE_OLDER_CHECKPOINT_IS_FREED(
            11,
            "local/Checkpointer.java",
            "journal.free(checkpoints.neededGeneration());",
            "journal.free(cut.generation());",
            Suite.JOURNAL_DAMAGE),
    NAMES_ARE_NOT_SYNCED(
            12, "local/Checkpointer.java", "directory.syncNames();", "", Suite.POWER_CUT),
    A_NAME_THAT_IS_GONE_IS_NOT_SYNCED(
            12,
            "local/LocalPartition.java",
            "boolean changed = dirtySince > 0 || segments.directory().hasUnsyncedNames();",
            "boolean changed = dirtySince > 0;",
            Suite.POWER_CUT),
    A_TRIM_IS_ANSWERED_BEFORE_IT_IS_DURABLE(
            13,
            "local/LocalPartition.java",
            "host.enqueue(JournalEntry.trim(this, newStart, completion));",
            "host.enqueue(JournalEntry.trim(this, newStart, completion)); completion.succeed();",
            Suite.POWER_CUT),
    FILES_GO_BEFORE_THE_CHECKPOINT(
            13,
            "local/PartitionSegments.java",
            "long limit = Math.min(start, settled);",
            "long limit = start;",
            Suite.JOURNAL_DAMAGE),
    A_COMPACTED_FILE_IS_NOT_SYNCED(
            13,
            "local/SegmentReplacer.java",
            "file.sync(); done = true;",
            "done = true;",
            Suite.POWER_CUT),
    THE_NAME_OF_A_COMPACTED_FILE_IS_NOT_SYNCED(
            13,
            "local/SegmentReplacer.java",
            "disk.syncDirectory(directory.path()); return new Replacement",
            "return new Replacement",
            Suite.POWER_CUT),
    A_TABLE_S_RECORD_COUNTS_BEFORE_IT_IS_DURABLE(
            6,
            "local/LocalPartition.java",
            "moveEnd(offsets); entry = JournalEntry",
            "moveEnd(offsets); durable = nextOffset; entry = JournalEntry",
            Suite.COMPACTION_CUT),
    PRODUCERS_ARE_NOT_IN_THE_CHECKPOINT(
            10,
            "ProducerStates.java",
            "states.producers.put(source.getLong(), ProducerState.decode(source));",
            "source.getLong(); ProducerState.decode(source);",
            Suite.COMPACTION_CUT),
    OPEN_TRANSACTIONS_ARE_NOT_IN_THE_CHECKPOINT(
            10,
            "ProducerStates.java",
            ".sorted() .forEach(states.undecided::begin);",
            ".sorted();",
            Suite.TRANSACTIONS),
    ABORTED_TRANSACTIONS_ARE_NOT_IN_THE_CHECKPOINT(
            10,
            "ProducerStates.java",
            "states.aborted = AbortedTransactions.decode(source);",
            "",
            Suite.TRANSACTIONS),
    THE_LATEST_BATCHES_ARE_NOT_FOLDED(
            10, "PartitionLog.java", "states.note(batch, now.durable());", "", Suite.TRANSACTIONS),
    PRODUCERS_OF_OPEN_TRANSACTIONS_EXPIRE(
            10,
            "ProducerState.java",
            "return !isInTransaction() && lastTimestamp < before;",
            "return lastTimestamp < before;",
            Suite.TRANSACTIONS),
    A_TRIM_IN_FLIGHT_COUNTS(
            13,
            "local/LocalPartition.java",
            "host.enqueue(JournalEntry.trim(this, newStart, completion)); host.beginCommit();",
            "host.enqueue(JournalEntry.trim(this, newStart, completion)); start = Math.max(start,"
                    + " newStart);",
            Suite.TRANSACTIONS),
    A_SWAPPED_FILE_IS_NOT_SYNCED(
            13,
            "local/SegmentReplacer.java",
            "file.sync(); done = true;",
            "done = true;",
            Suite.COMPACTION_CUT),
    PASSES_GO_BEYOND_UNDECIDED_TRANSACTIONS(
            13,
            "compact/Cleaner.java",
            "extent.next() <= stable",
            "extent.next() <= Math.max(stable, Long.MAX_VALUE)",
            Suite.COMPACTION_RULES),
    AN_ABORTED_RECORD_OUTDATES_ANOTHER(
            13,
            "compact/KeyScan.java",
            "!trace.isAborted(batch)",
            "batch.recordCount() > 0",
            Suite.COMPACTION_RULES),
    AN_ABORTED_RECORD_STAYS(
            13,
            "compact/Pass.java",
            "return trace.isAborted(batch) ?",
            "return batch.recordCount() < 0 ?",
            Suite.COMPACTION_RULES),
    A_MARKER_GOES_BEFORE_ITS_RECORDS(
            13,
            "compact/Pass.java",
            "!batch.hasProducer() || trace.end(batch)",
            "!batch.hasProducer() || trace.end(batch) && batch.recordCount() < 0",
            Suite.COMPACTION_RULES),
    A_MARKER_GOES_BEFORE_THE_CHECKPOINT_KNOWS(
            13,
            "compact/Pass.java",
            "savedMarkers.contains(batch.baseOffset())",
            "savedMarkers.contains(-1L)",
            Suite.MARKERS),
    AN_ABORTED_TRANSACTION_IS_NEVER_FORGOTTEN(
            13, "compact/Pass.java", "log.forgetAborted(ended);", "", Suite.COMPACTION_RULES),
    THE_LAST_BATCH_OF_A_PRODUCER_GOES(
            13,
            "compact/Pass.java",
            "batch.hasProducer() && lastOfProducers",
            "!batch.hasProducer() && lastOfProducers",
            Suite.COMPACTION_RULES),
    ANOTHER_TOPIC_S_DIRECTORY_IS_OPENED(
            14,
            "local/PartitionDirectory.java",
            "if (id.topicId().equals(owner)) {",
            "if (owner != null) {",
            Suite.DELETED_TOPIC),
    A_DELETED_DIRECTORY_STAYS(
            14,
            "local/LocalPartition.java",
            "segments.directory().remove();",
            "",
            Suite.DELETED_TOPIC),
    A_START_LEAVES_WHAT_THE_CHECKPOINT_NAMES(
            14,
            "local/Recovery.java",
            "if (alive.nameOf(key.topicId()) == null) { new PartitionDirectory(storage, id,"
                    + " true).remove();",
            "if (alive.nameOf(key.topicId()) == null) {",
            Suite.DELETED_TOPIC),
    A_START_LEAVES_WHAT_THE_JOURNAL_NAMES(
            14,
            "local/Recovery.java",
            "removeStrays(partitions, alive); }",
            "}",
            Suite.DELETED_TOPIC),
    LATER_FILES_ARE_KEPT(
            15,
            "local/PartitionRecovery.java",
            "removeFrom(segments.directory(), base, Set.of()); if (kept",
            "if (kept",
            Suite.POWER_CUT),
    A_FILE_THAT_IS_NOT_WRITTEN_AGAIN_IS_KEPT(
            15,
            "local/PartitionRecovery.java",
            "boolean isWritten = appends.getFirst().next() > start;",
            "boolean isWritten = true;",
            Suite.POWER_CUT),
    A_LOG_IS_CUT_BY_ITS_LENGTH(
            15,
            "local/SegmentFile.java",
            "boolean known = bounds.next == offset && bounds.size <= size;",
            "boolean known = bounds.size <= size;",
            Suite.POWER_CUT),
    WHAT_WAS_TRIMMED_COMES_BACK(
            15,
            "local/PartitionRecovery.java",
            "start = entry.kind() == EntryKind.TRIM ? Math.max(start, entry.base()) : start;",
            "start = Math.max(start, 0);",
            Suite.POWER_CUT),
    A_GAP_IS_NOT_CORRUPTION(
            15,
            "local/PartitionRecovery.java",
            "boolean gap = next < end(entries);",
            "boolean gap = next < 0;",
            Suite.JOURNAL_DAMAGE),
    WHAT_LIES_BEHIND_THE_END_STAYS(
            15,
            "local/JournalScan.java",
            "tell(); } blankTail(); }",
            "tell(); } }",
            Suite.JOURNAL_DAMAGE),
    THE_LAST_COMMIT_IS_NOT_WRITTEN_AGAIN(
            16,
            "local/JournalScan.java",
            "writeAgain(commit); tell();",
            "tell();",
            Suite.JOURNAL_DAMAGE),
    A_CHECKPOINT_IS_NOT_WRITTEN_AGAIN(
            16,
            "local/Checkpoints.java",
            "files[newer].writeAgain(copy);",
            "",
            Suite.CHECKPOINT_SYNC),
    A_SIZE_THAT_WAS_LOST_IS_NOT_WRITTEN_AGAIN(
            16, "local/CheckpointFile.java", "grow(file);", "", Suite.CHECKPOINT_SYNC),
    WRITING_GOES_ON_WHEN_THE_LAST_COMMIT_CANNOT_BE_MADE_DURABLE(
            16,
            "local/JournalScan.java",
            "} catch (IOException e) { throw new StorageException(",
            "} catch (IOException e) { if (commit != null) { return; } throw new StorageException(",
            Suite.JOURNAL_DAMAGE),
    DAMAGE_PASSES_FOR_A_TEAR(
            17,
            "local/JournalScan.java",
            "CommitRead behind = search(segment);",
            "CommitRead behind = null;",
            Suite.JOURNAL_DAMAGE),
    A_TEAR_OF_UNSYNCED_TABLES_PASSES_FOR_DAMAGE(
            17,
            "local/JournalScan.java",
            "if (unsynced) {",
            "if (unsynced && expected < 0) {",
            Suite.JOURNAL_DAMAGE),
    A_TEAR_OF_UNSYNCED_ENTRIES_PASSES_FOR_DAMAGE(
            17,
            "local/JournalScan.java",
            "if (last != null && !last.allIntact() && last.header().policy() == FlushPolicy.OS) {",
            "if (last != null && expected < 0) {",
            Suite.JOURNAL_DAMAGE),
    A_CLEAN_STOP_IS_NOT_SEALED(
            17,
            "local/LocalEngine.java",
            "applier.sealed(journal.seal());",
            "if (journal == null) { applier.sealed(journal.seal()); }",
            Suite.JOURNAL_DAMAGE),
    A_BAD_ENTRY_IS_APPLIED(
            18,
            "local/JournalIndex.java",
            "history.damagedFrom = Math.min(history.damagedFrom, history.entries.size());",
            "",
            Suite.JOURNAL_DAMAGE),
    NOBODY_LACKS_WHAT_AN_UNREADABLE_TABLE_HELD(
            18,
            "local/JournalIndex.java",
            "return lastLost > of(partition).lastCommit;",
            "return false;",
            Suite.JOURNAL_DAMAGE),
    DAMAGED_SEGMENTS_ARE_USED_AGAIN(
            18,
            "local/JournalSegment.java",
            "if (setAside) { return; }",
            "if (path != null) { return; }",
            Suite.JOURNAL_DAMAGE),
    SEGMENTS_OF_UNREADABLE_TABLES_ARE_USED_AGAIN(
            18,
            "local/JournalScan.java",
            "segments.get(i).setAside(disk);",
            "",
            Suite.JOURNAL_DAMAGE),
    WHAT_FOLLOWS_DAMAGE_IS_NOT_KEPT(
            18,
            "local/PartitionRecovery.java",
            "setAside(partition, history); } }",
            "} }",
            Suite.JOURNAL_DAMAGE),
    A_RESTART_FORGETS_DAMAGE(
            18,
            "local/Recovery.java",
            "if (!row.damage().isEmpty()) {",
            "if (row.damage() == null) {",
            Suite.JOURNAL_DAMAGE),
    A_START_GOES_ON_WITH_DAMAGED_METADATA(
            18,
            "local/Recovery.java",
            "if (damage != null) {",
            "if (damage != null && damage.getMessage() == null) {",
            Suite.JOURNAL_DAMAGE),
    COMPACTION_BELIEVES_DAMAGED_KEYS(
            19, "compact/KeyScan.java", "BatchReading.verify(batch);", "", Suite.COMPACTION),
    COMPACTION_COPIES_DAMAGED_BATCHES(
            19, "compact/Pass.java", "BatchReading.verify(batch);", "", Suite.COMPACTION),
    A_CHECKPOINT_IS_NOT_CHECKED(
            20,
            "local/CheckpointFile.java",
            "if ((int) crc.getValue() != header.getInt(52)) {",
            "if (length < 0) {",
            Suite.CHECKPOINT_FLIPS),
    A_START_GOES_ON_WITHOUT_A_CHECKPOINT(
            20,
            "local/Checkpoints.java",
            "if (first == null && second == null) {",
            "if (first == null && second == null) { create(); return read(); } if (files == null)"
                    + " {",
            Suite.TWO_BAD_CHECKPOINTS),
    AN_OFFSET_INDEX_IS_BELIEVED(
            20,
            "local/SegmentFile.java",
            "return cursor.next() && cursor.lastOffset() == base + entry.key();",
            "return cursor.next();",
            Suite.INDEX_FLIPS),
    A_TIME_INDEX_IS_BELIEVED(
            20,
            "local/SegmentFile.java",
            "return fits ? cursor.position() : -1;",
            "return cursor.position();",
            Suite.INDEX_FLIPS),
    A_NEWER_HEADER_IS_READ(
            20,
            "local/NewerFormatException.java",
            "if (found > known) {",
            "if (found > known && !what.startsWith(\"journal\")) {",
            Suite.JOURNAL_DAMAGE),
    A_NEWER_META_PROPERTIES_IS_READ(
            20,
            "local/NewerFormatException.java",
            "if (found > known) {",
            "if (found > known && !what.endsWith(\".properties\")) {",
            Suite.NEWER_META_PROPERTIES),
    AN_EPOCH_IS_NOT_NOTED(
            21, "PartitionLog.java", "epochs.note(leaderEpoch, base);", "", Suite.PARTITION_LOG),
    EPOCHS_ARE_NOT_FOLDED(
            21,
            "PartitionLog.java",
            "epochs.note(batch.leaderEpoch(), batch.baseOffset());",
            "",
            Suite.PARTITION_LOG),
    EPOCHS_ARE_NOT_SAVED(
            21,
            "PartitionLog.java",
            "epochs = folded.epochs();",
            "epochs = new EpochHistory();",
            Suite.PARTITION_LOG),
    AN_EPOCH_BEGINS_BEFORE_ITS_FIRST_APPEND(
            21,
            "PartitionLog.java",
            "epochs.trim(now.start()); end = now.end();",
            "epochs.trim(now.start()); end = now.end(); epochs.note(leaderEpoch, end);",
            Suite.PARTITION_LOG),
    BATCHES_DO_NOT_CARRY_THE_EPOCH(
            21,
            "PartitionLog.java",
            "batch.assign(base, leaderEpoch);",
            "batch.assign(base, 0);",
            Suite.PARTITION_LOG);

    final int rule;
    final String file;
    final String text;
    final String replacement;
    final Suite suite;

    Mutation(int rule, String file, String text, String replacement, Suite suite) {
        this.rule = rule;
        this.file = file;
        this.text = text;
        this.replacement = replacement;
        this.suite = suite;
    }
}

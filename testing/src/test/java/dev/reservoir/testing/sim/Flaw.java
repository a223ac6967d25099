package dev.reservoir.testing.sim;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.TopicNames;

import java.nio.ByteBuffer;

/** A promise of the storage that is not kept. */
enum Flaw {
    /** What was appended is called durable, and a crash takes it back. */
    ACKNOWLEDGES_EARLY {
        @Override
        SimStore store(SimEngine engine, PartitionId id, PartitionStore store) {
            return new SimStore(engine, store) {
                @Override
                public Offsets offsets() {
                    Offsets real = super.offsets();
                    return new Offsets(real.start(), real.end(), real.end());
                }

                @Override
                public void awaitDurable(long offset, Signal signal) {
                    signal.raise();
                }

                @Override
                public Slice read(long offset, int maxBytes, boolean wholeFirst, long upTo)
                        throws StorageException {
                    long durable = super.offsets().durable();
                    return offset < durable
                            ? super.read(offset, maxBytes, wholeFirst, Math.min(upTo, durable))
                            : Slice.EMPTY;
                }
            };
        }
    },
    /** Which sequences a producer has written is not in the state that a restart finds. */
    FORGETS_PRODUCERS {
        @Override
        SimStore store(SimEngine engine, PartitionId id, PartitionStore store) {
            return new SimStore(engine, store) {
                @Override
                public SavedState savedState() {
                    return new SavedState(super.savedState().offset(), ByteBuffer.allocate(0));
                }
            };
        }
    },
    /** The coordinator's log is read without its last batch. */
    LOSES_AN_EVENT_IN_REPLAY {
        @Override
        SimStore store(SimEngine engine, PartitionId id, PartitionStore store) {
            boolean hit = id.topicName().equals(TopicNames.CONSUMER_OFFSETS);
            return new SimStore(engine, store) {
                @Override
                public Slice read(long offset, int maxBytes, boolean wholeFirst, long upTo)
                        throws StorageException {
                    return hit && offset >= upTo - 1
                            ? Slice.EMPTY
                            : super.read(offset, maxBytes, wholeFirst, hit ? upTo - 1 : upTo);
                }
            };
        }
    },
    /** The start of a log moves in memory only. */
    BRINGS_DELETED_RECORDS_BACK {
        @Override
        SimStore store(SimEngine engine, PartitionId id, PartitionStore store) {
            return new SimStore(engine, store) {
                private long start;

                @Override
                public Completion trim(long newStart) {
                    start = Math.max(start, newStart);
                    Completion done = new Completion();
                    done.succeed();
                    return done;
                }

                @Override
                public Offsets offsets() {
                    Offsets real = super.offsets();
                    return new Offsets(Math.max(start, real.start()), real.durable(), real.end());
                }
            };
        }
    };

    abstract SimStore store(SimEngine engine, PartitionId id, PartitionStore store);

    /** The in-memory engine with this flaw. */
    SimEngine over(MemoryEngine memory) {
        return new SimEngine(memory) {
            @Override
            protected SimStore store(PartitionId id, PartitionStore store) {
                return Flaw.this.store(this, id, store);
            }
        };
    }
}

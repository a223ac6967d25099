package dev.reservoir.cli.kafka.console;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;

/** One kind of records in {@code __consumer_offsets}: which they are and what stands in them. */
sealed interface CoordinatorRecords permits OffsetRecords, GroupRecords {

    /** Whether a key of this type begins such a record. */
    boolean has(short type);

    /** Whether {@link #value} reads this version. */
    boolean reads(short version);

    /** Puts the fields of a key into {@code data}. */
    void key(ByteBuffer key, ObjectNode data);

    /** Puts the fields of a value of that version into {@code data}. */
    void value(ByteBuffer value, short version, ObjectNode data);
}

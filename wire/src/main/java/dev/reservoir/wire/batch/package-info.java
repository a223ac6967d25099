/**
 * Views over record batches (message format v2) as they travel and lie on disk, without Kafka's
 * classes in the signatures, so that rooms which never see those classes can read headers, assign
 * offsets, build small batches and walk records.
 */
@NullMarked
package dev.reservoir.wire.batch;

import org.jspecify.annotations.NullMarked;

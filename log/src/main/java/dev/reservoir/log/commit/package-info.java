/**
 * Group commit, whatever the store: what waits is sealed, made durable by one operation, applied
 * and answered, in order. {@link dev.reservoir.log.commit.GroupCommit} is the machine, {@link
 * dev.reservoir.log.commit.Admission} its back-pressure.
 */
@NullMarked
package dev.reservoir.log.commit;

import org.jspecify.annotations.NullMarked;

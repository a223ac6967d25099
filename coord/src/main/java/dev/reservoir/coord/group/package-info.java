/**
 * Consumer groups and their committed offsets as pure machines: commands in, events and answers
 * out. {@link dev.reservoir.coord.group.GroupMachine} is the router, each kind of thing has a
 * machine of its own behind it. The behaviour is that of Apache Kafka 4.3.1's group coordinator.
 */
@NullMarked
package dev.reservoir.coord.group;

import org.jspecify.annotations.NullMarked;

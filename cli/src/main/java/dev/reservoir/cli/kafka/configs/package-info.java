/** {@code kafka-configs}: settings of topics, brokers, groups and client metrics; quotas; SCRAM. */
@NullMarked
package dev.reservoir.cli.kafka.configs;

import org.jspecify.annotations.NullMarked;

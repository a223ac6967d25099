package dev.reservoir.orders.demo;

import dev.reservoir.orders.service.ServiceName;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Sees to it that a shop handles no events about another shop's orders: a cluster that this
 * directory's shop was never connected to may hold some, from a run with another directory. Its
 * groups begin behind them.
 */
final class EarlierEvents {
    /** A group's last members, if they were killed, count as members for so long at most. */
    private static final int ATTEMPTS = 15;

    private static final long PAUSE_MS = 1_000;

    private final Admin admin;
    private final Offsets offsets;
    private final Path clusters;

    EarlierEvents(Admin admin, Offsets offsets, Path directory) {
        this.admin = admin;
        this.offsets = offsets;
        this.clusters = directory.resolve("clusters");
    }

    /**
     * Skips what is there, the first time that this directory meets the cluster.
     *
     * @return how many events were skipped
     * @throws DemoException if the groups are in use
     */
    long skip() throws ExecutionException, InterruptedException, IOException {
        String cluster = admin.describeCluster().clusterId().get();
        if (Files.exists(clusters) && Files.readAllLines(clusters).contains(cluster)) {
            return 0;
        }
        Map<TopicPartition, Long> ends = offsets.ends();
        long skipped = ends.values().stream().mapToLong(Long::longValue).sum();
        if (skipped > 0) {
            for (ServiceName name : ServiceName.consumers()) {
                move(name.word(), ends);
            }
        }
        Files.write(
                clusters, List.of(cluster), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return skipped;
    }

    private void move(String group, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                offsets.move(group, ends);
                return;
            } catch (ExecutionException e) {
                boolean inUse =
                        e.getCause() instanceof GroupNotEmptyException
                                || e.getCause() instanceof UnknownMemberIdException;
                if (!inUse) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new DemoException(
                            "the group '"
                                    + group
                                    + "' has members on this cluster already: is this demo running"
                                    + " there a second time?",
                            e);
                }
                Thread.sleep(PAUSE_MS);
            }
        }
    }
}

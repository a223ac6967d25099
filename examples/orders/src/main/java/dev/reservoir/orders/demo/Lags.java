package dev.reservoir.orders.demo;

import dev.reservoir.orders.service.ServiceName;

import org.apache.kafka.common.TopicPartition;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/**
 * How many events each group has yet to handle, asked from the broker every second on a thread of
 * its own until that is interrupted.
 */
final class Lags implements Runnable {
    private static final long PAUSE_MS = 1_000;

    private final Offsets offsets;
    private volatile Map<ServiceName, Long> lags = Map.of();

    Lags(Offsets offsets) {
        this.offsets = offsets;
    }

    @Override
    public void run() {
        try {
            while (true) {
                try {
                    lags = measure();
                } catch (ExecutionException _) {
                    lags = Map.of();
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException _) {
            // Nobody looks any more.
        }
    }

    private Map<ServiceName, Long> measure() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = offsets.ends();
        Map<ServiceName, Long> measured = new EnumMap<>(ServiceName.class);
        for (ServiceName name : ServiceName.consumers()) {
            Map<TopicPartition, Long> committed = offsets.committed(name.word());
            long lag = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                if (end.getKey().topic().equals(name.consumes())) {
                    lag += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
                }
            }
            measured.put(name, lag);
        }
        return measured;
    }

    /** The group's lag; nothing while the broker does not answer. */
    OptionalLong of(ServiceName name) {
        Long lag = lags.get(name);
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }
}

package dev.reservoir.cli.kafka.perf;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;

/** A client's metrics as Kafka's tools print them: a line each, sorted. */
final class MetricsTable {
    private MetricsTable() {}

    static void print(Collection<? extends Metric> metrics, PrintStream out) {
        TreeMap<String, Object> values = new TreeMap<>();
        for (Metric metric : metrics) {
            MetricName name = metric.metricName();
            values.put(name.group() + ":" + name.name() + ":" + name.tags(), metric.metricValue());
        }
        if (values.isEmpty()) {
            return;
        }
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(1);
        out.printf(Locale.ROOT, "%n%-" + width + "s   %s%n", "Metric Name", "Value");
        values.forEach((name, value) ->
                out.printf(
                        Locale.ROOT,
                        "%-" + width + "s : " + (value instanceof Double ? "%.3f" : "%s") + "%n",
                        name,
                        value));
    }
}

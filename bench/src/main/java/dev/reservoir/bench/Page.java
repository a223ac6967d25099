package dev.reservoir.bench;

/** The Markdown page of a run. */
final class Page {
    private static final String QUICK =
            " (a quick run: a fifth of the load, 500 partitions, 100 groups)";

    private Page() {}

    static String of(Report report, String command, boolean quick, Machine machine) {
        return """
        # Benchmarks

        Reservoir and Apache Kafka 4.3.1 on the same machine, in alternation, under the same load. Medians, with the
        lowest and highest in parentheses; `ratio` is Reservoir's figure by Apache Kafka's, round by round. The
        absolute figures belong to the machine and to what else it did; the ratios are what to look at. `bar` is what
        Reservoir sets itself.

        Command: `%s`%s

        Machine: %s. Brokers and load generator share it, so a rate is bounded by the client too; broker CPU per GB
        is the better measure of a broker.

        %s
        ## How it is measured

        - **Brokers.** Each starts on an empty directory with its defaults: Apache Kafka as broker and controller in one
          process with the `server.properties` and the JVM flags that it ships (`-Xmx1G -Xms1G`, G1), Reservoir as
          `bin/reservoir start`. Reservoir answers `acks=all` and `acks=1` once the data is synced to disk; Apache Kafka answers
          from the page cache.
        - **Load.** One JVM with `kafka-clients` 4.3.1; one producer or consumer at a time; topics of six partitions;
          `batch.size` 128 KB, `linger.ms` 5. Values vary by a quarter around their mean size: noise for 1 KB, JSON-like
          text for 100 B. MB and GB are 10^6 and 10^9 bytes of values before compression.
        - **Produce** sends 2 GB to a broker that was just started. The rate is that of the second half. CPU is told
          for all of it, the work of the broker's own compiler included, and for the second half alone, when most of that is done.
        - **CPU** is user and system time of the broker's process (`/proc/PID/stat`) from the first record to two seconds
          after the last acknowledgement, so that what is put off is counted.
        - **Consume** reads a topic twice and counts the second time; number, bytes and checksums must equal what was
          sent.
        - **Latency** is from the moment at which a record was due to its acknowledgement (`acks=all`, `linger.ms` 0).
        - **Start** is from just before the process is started to the first reply to a Metadata request that names a broker,
          asked every 2 ms. Memory is `VmRSS`, ten seconds later, or after consume and latency.
        - **Restart**: SIGKILL while 10,000 records a second go to 5,000 partitions in turn; time from the start of the new
          process. Nothing that was acknowledged may be missing.
        - **Groups**: 2,000 groups commit offsets for 100 partitions five times, a million offsets; SIGKILL; time from the start of the new process
          until all of them were answered, as last committed.
        """
                .formatted(command, quick ? QUICK : "", machine, report.table().markdown());
    }
}

package dev.reservoir.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Apache Kafka as one process that is broker and controller (KRaft), with the settings of the
 * {@code server.properties} that it ships and the JVM flags of its start scripts.
 */
record ApacheKafka(Path java, Path jars) implements Contender {
    private static final String CLUSTER_ID = "ijbXu0TRTyWq5rXyMwAfQw";

    /** What tells of its compaction. */
    private static final String CLEANER = "org.apache.kafka.storage.internals.log.LogCleaner";

    /** kafka-run-class.sh and kafka-server-start.sh. */
    private static final List<String> JVM_FLAGS =
            List.of(
                    "-Xmx1G",
                    "-Xms1G",
                    "-server",
                    "-XX:+UseG1GC",
                    "-XX:MaxGCPauseMillis=20",
                    "-XX:InitiatingHeapOccupancyPercent=35",
                    "-XX:+ExplicitGCInvokesConcurrent",
                    "-XX:MaxInlineLevel=15",
                    "-Djava.awt.headless=true",
                    "-Dcom.sun.management.jmxremote=true",
                    "-Dcom.sun.management.jmxremote.authenticate=false",
                    "-Dcom.sun.management.jmxremote.ssl=false");

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void prepare(Path directory, int port) throws IOException, InterruptedException {
        Path settings = directory.resolve("server.properties");
        Files.writeString(settings, settings(port, freePort(), directory.resolve("data")));
        List<String> format = new ArrayList<>();
        format.addAll(List.of(java.toString(), "-Xmx256M", "-XX:TieredStopAtLevel=1"));
        format.addAll(classPath());
        format.addAll(List.of("kafka.tools.StorageTool", "format", "--standalone"));
        format.addAll(List.of("-t", CLUSTER_ID, "-c", settings.toString()));
        File log = directory.resolve("format.log").toFile();
        Process process =
                new ProcessBuilder(format).redirectErrorStream(true).redirectOutput(log).start();
        if (process.waitFor() != 0) {
            throw new IOException(
                    "Apache Kafka could not format its directory:\n"
                            + Files.readString(log.toPath()));
        }
    }

    @Override
    public List<String> command(Path directory, int port) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(JVM_FLAGS);
        command.add(
                "-Xlog:gc*:file="
                        + directory.resolve("kafkaServer-gc.log")
                        + ":time,tags:filecount=10,filesize=100M");
        command.addAll(classPath());
        command.add("kafka.Kafka");
        command.add(directory.resolve("server.properties").toString());
        return command;
    }

    @Override
    public List<Compaction.Pass> passes(String log, String partition) {
        return Pattern.compile(
                        "cleaned log "
                                + Pattern.quote(partition)
                                + " \\(.*\\R\\s*([0-9.,]+) MB of log processed in [0-9.,]+ seconds"
                                + " \\(([0-9.,]+) MB/sec\\)")
                .matcher(log)
                .results()
                .map(found -> pass(number(found.group(1)), number(found.group(2))))
                .toList();
    }

    /** Its MB are 2^20 bytes; its seconds are rounded, so they are taken from its rate. */
    private static Compaction.Pass pass(double megabytes, double rate) {
        return new Compaction.Pass(megabytes * (1 << 20) / 1e6, megabytes / rate);
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    private static String settings(int port, int controllerPort, Path data) {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.bootstrap.servers=127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        inter.broker.listener.name=PLAINTEXT
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
        num.network.threads=3
        num.io.threads=8
        socket.send.buffer.bytes=102400
        socket.receive.buffer.bytes=102400
        socket.request.max.bytes=104857600
        log.dirs=%3$s
        num.partitions=1
        offsets.topic.replication.factor=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        log.retention.hours=168
        log.segment.bytes=1073741824
        log.retention.check.interval.ms=300000
        """
                .formatted(port, controllerPort, data);
    }

    private List<String> classPath() {
        return List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log." + CLEANER + "=info",
                "-Dorg.slf4j.simpleLogger.log." + CLEANER + "$CleanerThread=info",
                "-cp",
                jars + "/*");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

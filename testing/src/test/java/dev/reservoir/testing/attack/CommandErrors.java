package dev.reservoir.testing.attack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Main;
import dev.reservoir.cli.Terminal;
import dev.reservoir.testing.attack.ErrorsPageTest.Provocation;
import dev.reservoir.testing.process.BrokerProcess;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** What the command line says when something is wrong. */
final class CommandErrors implements AutoCloseable {
    private static final String TOPIC = "orders";
    private static final int LARGE = 2_000_000;

    private final Path directory;
    private final BrokerProcess broker;

    /** Properties of a client that gives up after some seconds. */
    private final Path impatient;

    CommandErrors(Path directory) throws Exception {
        this.directory = directory;
        broker =
                BrokerProcess.start(
                        directory.resolve("plain"), "--set", "auto.create.topics.enable=false");
        createTopic(broker.bootstrap(), TOPIC);
        impatient = directory.resolve("impatient.properties");
        Files.writeString(
                impatient, "default.api.timeout.ms=5500\nrequest.timeout.ms=5000\nretries=0\n");
    }

    @Override
    public void close() throws InterruptedException {
        broker.close();
    }

    Map<String, Provocation> all() {
        Map<String, Provocation> all = new LinkedHashMap<>();
        all.put("nobody listens", begun(() -> list(closedPort())));
        all.put("nobody listens, house", () -> run("", "reservoir topic list -b " + closedPort()));
        all.put("unknown host", () -> list("kafka.invalid:9092"));
        all.put("no port given", () -> list("localhost"));
        all.put("web server", begun(() -> among(CommandErrors::serveHttp, this::list)));
        all.put(
                "silent server",
                begun(() -> among(socket -> socket.getInputStream().read(), this::list)));
        all.put("server that hangs up", begun(() -> among(Socket::close, this::list)));
        all.put(
                "TLS server",
                () ->
                        among(
                                CommandErrors::serveTls,
                                bootstrap -> run("", "reservoir topic list -b " + bootstrap)));
        all.put("answer too large", () -> among(CommandErrors::serveTooMuch, this::list));
        all.put("plain-text server", begun(this::plainTextServer));
        all.put("broker elsewhere", begun(this::elsewhere));
        all.put("broker gone", begun(this::brokerGone));
        all.put("topic missing", begun(this::missingTopic));
        all.put("topic missing, time over", this::missingTopicTimesOut);
        all.put("record too large for the client", () -> produce("x".repeat(LARGE), ""));
        all.put(
                "record too large for the topic",
                () -> produce("x".repeat(LARGE), " --command-property max.request.size=5000000"));
        all.put("group of another kind", begun(this::otherGroup));
        all.put("disk full", begun(this::diskFull));
        all.put("property misspelt", () -> produce("x", " --command-property bootstrp.servers=x"));
        String create = "kafka-topics --create --topic ";
        all.put("topic setting misspelt", () -> ask(create + "t --config retension.ms=5"));
        all.put("flag misspelt", () -> ask("kafka-topics --lisst"));
        all.put("topic there already", () -> ask(create + TOPIC));
        all.put("more replicas than brokers", () -> ask(create + "r --replication-factor 3"));
        return all;
    }

    /** Waits for seconds, mostly: begun at once, beside the others. */
    private static Provocation begun(Provocation provocation) {
        FutureTask<String> task = new FutureTask<>(provocation::provoke);
        Thread.ofPlatform().daemon().start(task);
        return () -> {
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw e;
            }
        };
    }

    static void createTopic(String bootstrap, String topic) {
        run("", "kafka-topics --create --topic " + topic + " --bootstrap-server " + bootstrap);
    }

    /** Runs a command to its end; what it printed. */
    private static String run(String input, String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(out, input, command);
        return out.toString(UTF_8);
    }

    private static void run(ByteArrayOutputStream out, String input, String command) {
        PrintStream both = new PrintStream(out, true, UTF_8);
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(UTF_8));
        Main.run(List.of(command.split(" ")), new Terminal(in, both, both, false));
    }

    private String ask(String command) {
        return run("", command + " --bootstrap-server " + broker.bootstrap());
    }

    private String list(String bootstrap) {
        return run(
                "",
                "kafka-topics --list --bootstrap-server "
                        + bootstrap
                        + " --command-config "
                        + impatient);
    }

    private String produce(String line, String options) {
        return run(
                line + "\n",
                "kafka-console-producer --topic "
                        + TOPIC
                        + " --bootstrap-server "
                        + broker.bootstrap()
                        + options);
    }

    private static String closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + free.getLocalPort();
        }
    }

    /** What a server does with each connection. */
    @FunctionalInterface
    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    /** What a command says at an address. */
    @FunctionalInterface
    private interface Question {
        String ask(String bootstrap) throws Exception;
    }

    /** Asks while another server listens. */
    private static String among(Service service, Question question) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> acceptAll(server, service));
            return question.ask("127.0.0.1:" + server.getLocalPort());
        }
    }

    private static void acceptAll(ServerSocket server, Service service) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, service));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void serve(Socket socket, Service service) {
        try (socket) {
            service.serve(socket);
            while (socket.getInputStream().read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException _) {
            // The client has left.
        }
    }

    /** As web servers do, answers when a line has ended. */
    private static void serveHttp(Socket socket) throws IOException {
        int last = 0;
        while (last != '\n' && last >= 0) {
            last = socket.getInputStream().read();
        }
        socket.getOutputStream().write("HTTP/1.0 404 Not found\r\n\r\n".getBytes(US_ASCII));
        socket.close();
    }

    private static void serveTls(Socket socket) throws IOException {
        try {
            var factory = SSLContext.getDefault().getSocketFactory();
            SSLSocket secure = (SSLSocket) factory.createSocket(socket, null, false);
            secure.setUseClientMode(false);
            secure.startHandshake();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serveTooMuch(Socket socket) throws IOException {
        new DataOutputStream(socket.getOutputStream()).writeInt(Integer.MAX_VALUE);
    }

    private String plainTextServer() throws IOException {
        Path config = directory.resolve("ssl.properties");
        Files.writeString(config, Files.readString(impatient) + "security.protocol=SSL\n");
        return ask("kafka-topics --list --command-config " + config);
    }

    private String elsewhere() throws Exception {
        try (BrokerProcess other =
                BrokerProcess.start(
                        directory.resolve("elsewhere"),
                        "--set",
                        "advertised.listeners=PLAINTEXT://kafka.invalid:9092")) {
            return list(other.bootstrap());
        }
    }

    private String brokerGone() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BrokerProcess server = BrokerProcess.start(directory.resolve("gone"))) {
            String at = TOPIC + " -b " + server.bootstrap();
            createTopic(server.bootstrap(), TOPIC);
            Thread reader =
                    Thread.ofPlatform()
                            .start(() -> run(out, "", "reservoir consume -f --limit 1 " + at));
            Thread.sleep(3000); // it looks once a second whether it is connected
            server.kill();
            awaitText(out, "Lost the cluster");
            server.restart();
            awaitText(out, "answers again");
            run("x\n", "reservoir produce " + at);
            reader.join();
        }
        return out.toString(UTF_8);
    }

    private static void awaitText(ByteArrayOutputStream out, String text) throws Exception {
        for (int i = 0; i < 300 && !out.toString(UTF_8).contains(text); i++) {
            Thread.sleep(100);
        }
    }

    private String missingTopic() {
        return ask("kafka-console-consumer --topic orderz --timeout-ms 4000");
    }

    private String missingTopicTimesOut() {
        return run(
                "x\n",
                "kafka-console-producer --topic orderz --max-block-ms 500 --bootstrap-server "
                        + broker.bootstrap());
    }

    private String otherGroup() throws Exception {
        String consume = "kafka-console-consumer --group shop --topic " + TOPIC;
        Thread first = Thread.ofPlatform().start(() -> ask(consume + " --timeout-ms 12000"));
        for (int i = 0; i < 100 && !broker.log().contains("Group shop begins"); i++) {
            Thread.sleep(100);
        }
        String told =
                ask(
                        consume
                                + " --timeout-ms 3000 --command-property"
                                + " partition.assignment.strategy="
                                + "org.apache.kafka.clients.consumer.RoundRobinAssignor");
        first.join();
        return told;
    }

    private String diskFull() throws Exception {
        Path disk = Files.createTempDirectory(directory, "disk");
        Process mount =
                new ProcessBuilder(
                                "mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(mount.getInputStream().readAllBytes(), UTF_8);
        assumeTrue(mount.waitFor() == 0, "file systems are mounted by root only: " + said);
        List<String> options = new ArrayList<>();
        for (String setting :
                List.of(
                        "disk.reserve.bytes=1000000",
                        "journal.segment.bytes=1048576",
                        "journal.max.bytes=33554432")) {
            options.addAll(List.of("--set", setting));
        }
        try (BrokerProcess full = BrokerProcess.start(disk, options.toArray(String[]::new))) {
            createTopic(full.bootstrap(), TOPIC);
            return run(
                    ("x".repeat(900_000) + "\n").repeat(40),
                    "kafka-console-producer --topic "
                            + TOPIC
                            + " --command-property delivery.timeout.ms=8000 --request-timeout-ms"
                            + " 5000 --retry-backoff-ms 100 --message-send-max-retries 1"
                            + " --bootstrap-server "
                            + full.bootstrap());
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }
}

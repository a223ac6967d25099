package dev.reservoir.testing.attack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.testing.attack.ErrorsPageTest.Provocation;
import dev.reservoir.testing.process.BrokerProcess;
import dev.reservoir.testing.process.Program;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What keeps a broker from starting, and what it warns of when it has started. */
final class StartErrors {
    private static final String ANY_PORT = "127.0.0.1:0";

    private final Path directory;

    StartErrors(Path directory) {
        this.directory = directory;
    }

    Map<String, Provocation> all() {
        Map<String, Provocation> all = new LinkedHashMap<>();
        all.put("port in use", this::portInUse);
        all.put("foreign address", () -> start("--listen", "192.0.2.1:0"));
        all.put("unknown host to listen on", () -> start("--listen", "kafka.invalid:0"));
        all.put("low port", this::lowPort);
        all.put("data directory in use", this::directoryInUse);
        all.put("data directory of another broker", this::directoryOfAnother);
        all.put("data directory forbidden", this::directoryForbidden);
        all.put("data directory is a file", this::directoryIsAFile);
        all.put("read-only disk", () -> onDisk("ro,size=400m"));
        all.put("disk full at start", () -> onDisk("size=3m"));
        all.put("configuration file missing", () -> start("--config", data("none.properties")));
        all.put("setting misspelt", () -> start("--set", "log.retension.ms=1"));
        all.put("setting of a wrong kind", () -> start("--set", "log.retention.ms=soon"));
        all.put("option misspelt", () -> Program.run("start", "--bogus").output());
        all.put("few open files", this::fewFiles);
        all.put("no file left for a connection", this::noFileLeft);
        all.put("advertised address", this::advertised);
        all.put("clock behind", this::clockBehind);
        return all;
    }

    private String data(String name) {
        return directory.resolve(name).toString();
    }

    /** Starts a broker that must refuse. */
    private String start(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("start", "--data-dir", data("new")));
        arguments.addAll(List.of(options));
        return Program.run(arguments.toArray(String[]::new)).output();
    }

    private String portInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return start("--listen", "127.0.0.1:" + other.getLocalPort());
        }
    }

    /** As root without the rights that root has. */
    private static List<String> without(String rights) {
        assumeTrue(
                System.getProperty("user.name").equals("root")
                        && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "rights are taken away by root only, with setpriv");
        return List.of("setpriv", "--bounding-set=" + rights, "--inh-caps=" + rights);
    }

    /** The program is let run to its end, whatever it says. */
    private static boolean goOn(String output) {
        return false;
    }

    private String lowPort() throws Exception {
        Path limit = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        assumeTrue(
                Files.exists(limit) && Integer.parseInt(Files.readString(limit).strip()) > 1,
                "ports below 1024 are for everybody here");
        return Program.runWithin(
                without("-net_bind_service"),
                StartErrors::goOn,
                "start",
                "--data-dir",
                data("low"),
                "--listen",
                "127.0.0.1:1");
    }

    private String directoryInUse() throws Exception {
        try (BrokerProcess other = BrokerProcess.start(directory.resolve("used"))) {
            String used = other.dataDirectory().toString();
            return Program.run("start", "--data-dir", used, "--listen", ANY_PORT).output();
        }
    }

    private String directoryOfAnother() throws Exception {
        BrokerProcess other = BrokerProcess.start(directory.resolve("other"));
        other.stop();
        String its = other.dataDirectory().toString();
        return Program.run("start", "--data-dir", its, "--listen", ANY_PORT, "--set", "node.id=7")
                .output();
    }

    private String directoryForbidden() throws Exception {
        Path forbidden = Files.createDirectories(directory.resolve("forbidden"));
        Files.setPosixFilePermissions(forbidden, PosixFilePermissions.fromString("r-x------"));
        return Program.runWithin(
                without("-dac_override,-dac_read_search"),
                StartErrors::goOn,
                "start",
                "--data-dir",
                forbidden.resolve("data").toString(),
                "--listen",
                ANY_PORT);
    }

    private String directoryIsAFile() throws Exception {
        Files.createDirectories(directory);
        Path file = Files.createFile(directory.resolve("file"));
        return Program.run("start", "--data-dir", file.toString()).output();
    }

    /** Starts on a small file system of its own. */
    private String onDisk(String options) throws Exception {
        Path disk = Files.createTempDirectory(Files.createDirectories(directory), "disk");
        Process mount =
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(mount.getInputStream().readAllBytes(), UTF_8);
        assumeTrue(mount.waitFor() == 0, "file systems are mounted by root only: " + said);
        try {
            String data = disk.resolve("data").toString();
            return Program.run("start", "--data-dir", data, "--listen", ANY_PORT).output();
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private static List<String> withFiles(int limit) {
        return List.of("bash", "-c", "ulimit -n " + limit + "; exec \"$@\"", "bash");
    }

    private String startUntil(List<String> wrapper, String word, String... options)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of("start", "--listen", ANY_PORT));
        arguments.addAll(List.of(options));
        return Program.runWithin(
                wrapper, output -> output.contains(word), arguments.toArray(String[]::new));
    }

    private String fewFiles() throws Exception {
        return startUntil(withFiles(400), "open.files.max", "--data-dir", data("few"));
    }

    private String noFileLeft() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            return Program.runWithin(
                    withFiles(400),
                    output -> {
                        if (output.contains("Ctrl+C")) {
                            connect(port, sockets);
                        }
                        return output.contains("Cannot accept");
                    },
                    "start",
                    "--data-dir",
                    data("none-left"),
                    "--listen",
                    "127.0.0.1:" + port);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void connect(int port, List<Socket> sockets) {
        for (int i = 0; i < 50 && sockets.size() < 500; i++) {
            try {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            } catch (java.io.IOException _) {
                return;
            }
        }
    }

    private String advertised() throws Exception {
        return startUntil(
                List.of(),
                "advertised.listeners tells",
                "--data-dir",
                data("advertised"),
                "--set",
                "advertised.listeners=PLAINTEXT://kafka.invalid:9092");
    }

    private String clockBehind() throws Exception {
        BrokerProcess before = BrokerProcess.start(directory.resolve("clock"));
        before.stop();
        Path data = before.dataDirectory();
        Files.setLastModifiedTime(
                data.resolve("meta.properties"), FileTime.from(Instant.now().plusSeconds(7200)));
        return startUntil(List.of(), "The clock says", "--data-dir", data.toString());
    }
}

package dev.reservoir.testing.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;
import dev.reservoir.testing.process.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What keeps the program from starting is one clear sentence and an exit code. */
class StartErrorsTest {
    @TempDir Path directory;

    /** Starts a broker that must refuse, and gives what it said. */
    private String refusal(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("start"));
        arguments.addAll(List.of(options));
        Program.Ended ended = Program.run(arguments.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.output()).isNotZero();
        assertThat(ended.output().lines()).hasSize(1);
        assertThat(ended.output()).startsWith("reservoir: ").doesNotContain("\tat ", "Exception");
        return ended.output().strip();
    }

    private String data(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void aPortInUse() throws Exception {
        try (BrokerProcess other = BrokerProcess.start(directory.resolve("other"))) {
            assertThat(refusal("--data-dir", data("new"), "--listen", other.bootstrap()))
                    .contains("Cannot listen on " + other.bootstrap())
                    .contains("The port is used by process ")
                    .contains("or choose another port with --listen");
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    void aDataDirectoryInUse() throws Exception {
        try (BrokerProcess other = BrokerProcess.start(directory.resolve("other"))) {
            String inUse = other.dataDirectory().toString();
            assertThat(refusal("--data-dir", inUse, "--listen", "127.0.0.1:0"))
                    .contains(
                            inUse, "is locked by another process, which uses this data directory");
            try (GoodClient good = new GoodClient(other.bootstrap())) {
                good.checkWorking();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    log.retension.ms=1 | Unknown configuration log.retension.ms | Did you mean log.retention.ms?
                    no.such.key=1 | Unknown configuration no.such.key | neither Kafka 4.3 nor Reservoir has it.
                    log.retention.ms=soon | Invalid value soon for configuration log.retention.ms | must be a whole number
                    num.partitions=0 | Invalid value 0 for configuration num.partitions | at least 1
                    flush.policy=never | Invalid value never for configuration flush.policy | sync
                    nonsense | Invalid setting nonsense | must be key=value
                    """)
    void aSettingThatIsWrong(String setting, String problem, String hint) throws Exception {
        assertThat(refusal("--data-dir", data("new"), "--set", setting)).contains(problem, hint);
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense,Invalid value nonsense for --listen: must be HOST:PORT",
        "PLAINTEXT://localhost:9092,for --listen: must be HOST:PORT",
        "127.0.0.1:99999,the port must be between 0 and 65535",
        "192.0.2.1:0,Cannot listen on 192.0.2.1:0",
        "192.0.2.1:0,This machine does not have the address"
    })
    void anAddressThatCannotBe(String address, String problem) throws Exception {
        assertThat(refusal("--data-dir", data("new"), "--listen", address)).contains(problem);
    }

    /** The broker is not started: the last directory of the two is no directory. */
    @Test
    void ofAnOptionGivenTwiceTheLastCounts() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(refusal("--data-dir", data("new"), "--data-dir", file.toString()))
                .contains("the data directory " + file + " cannot be opened");
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void aConfigurationFileThatIsMissing() throws Exception {
        String missing = data("missing.properties");
        assertThat(refusal("--config", missing))
                .contains("The configuration file " + missing + " does not exist.");
    }

    @Test
    void aConfigurationFileWithAWrongLine() throws Exception {
        Path file = directory.resolve("server.properties");
        Files.writeString(file, "num.network.threads=3\nlog.retension.ms=5\n");
        assertThat(refusal("--data-dir", data("new"), "--config", file.toString()))
                .contains("log.retension.ms", "Did you mean log.retention.ms?");
    }

    /** Not a matter of permissions, which do not hold for root. */
    @Test
    void aDataDirectoryThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(refusal("--data-dir", file.toString()))
                .contains("the data directory " + file + " cannot be opened", "Not a directory");
        assertThat(refusal("--data-dir", "/proc/reservoir"))
                .contains("the data directory /proc/reservoir cannot be opened")
                .contains("cannot be made");
    }

    @Test
    void anOptionAndACommandThatDoNotExist() throws Exception {
        assertThat(refusal("--bogus")).contains("--bogus is not", "See reservoir start --help.");
        assertThat(refusal("--data-dir")).contains("--data-dir requires");
        Program.Ended ended = Program.run("fly");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).contains("There is no command 'fly'");
    }
}

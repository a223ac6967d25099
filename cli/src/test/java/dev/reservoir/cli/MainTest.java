package dev.reservoir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

final class MainTest {
    private final Captured captured = new Captured();

    static List<String> commands() {
        return new ArrayList<>(CommandTable.names());
    }

    private int run(String... arguments) {
        return Main.run(List.of(arguments), captured.terminal());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(captured.out())
                .startsWith(command + ": ")
                .contains("--bootstrap-server")
                .contains("--version");
        assertThat(captured.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAVersion(String command) {
        assertThat(run(command + ".sh", "--version")).isZero();
        assertThat(captured.out()).contains("Kafka clients 4.3.1");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandWithoutArgumentsExplainsItselfAndFails(String command) {
        assertThat(run(command)).isEqualTo(1);
        assertThat(captured.err()).startsWith(command + ": ");
        assertThat(captured.out()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandRefusesAnUnknownOptionInTwoLines(String command) {
        assertThat(run(command, "--bootstrap-srever", "localhost:9092")).isEqualTo(1);
        assertThat(captured.err().lines())
                .containsExactly(
                        command
                                + ": unknown option '--bootstrap-srever'; did you mean"
                                + " --bootstrap-server?",
                        "Try '" + command + " --help'.");
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheKnownOnes() {
        assertThat(run("kafka-tpoics")).isEqualTo(1);
        assertThat(captured.err()).contains("'kafka-tpoics'").contains("kafka-topics");
    }

    @Test
    void aMalformedServerIsRefusedBeforeAnythingIsTried() {
        assertThat(run("kafka-topics", "--list", "--bootstrap-server", "localhost")).isEqualTo(1);
        assertThat(captured.err()).contains("'localhost' in --bootstrap-server is not host:port");
    }

    @Test
    void aPropertiesFileThatIsNotThereIsNamed() {
        int code =
                run(
                        "kafka-topics",
                        "--list",
                        "--bootstrap-server",
                        "h:1",
                        "--command-config",
                        "/no/such.properties");
        assertThat(code).isEqualTo(1);
        assertThat(captured.err())
                .isEqualTo(
                        "Error: Cannot read the properties file '/no/such.properties': there is no"
                                + " such file\n");
    }
}

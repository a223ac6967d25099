package dev.reservoir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BootstrapTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:9092", "a:1,b:2", "a:1, b:2", "[::1]:9092", "PLAINTEXT://h:9092"})
    void takesHostsWithPorts(String servers) {
        assertThat(Bootstrap.checked(servers)).isEqualTo(servers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", ":9092", "h:x", "a:1,b"})
    void refusesAnythingElse(String servers) {
        assertThatThrownBy(() -> Bootstrap.checked(servers))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is not host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:0", "h:65536", "h:-1"})
    void namesTheRangeOfPorts(String servers) {
        assertThatThrownBy(() -> Bootstrap.checked(servers))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + servers + "'")
                .hasMessageContaining("ports go from 1 to 65535");
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> Bootstrap.checked(null))
                .hasMessage("Missing required option --bootstrap-server");
        assertThatThrownBy(() -> Bootstrap.checked(" ")).hasMessageContaining("is empty");
    }
}

package dev.reservoir.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reservoir.meta.config.BrokerConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** What a user is told about where the broker can be reached. */
class RunningBrokerTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0,127.0.0.1:PORT,127.0.0.1:PORT",
        "0.0.0.0:0,port PORT of every address,localhost:PORT",
        ":0,port PORT of every address,localhost:PORT"
    })
    void theAddressCanBeGivenToAClient(String listen, String told, String bootstrap)
            throws Exception {
        assertThatItTells(listen, told, bootstrap);
    }

    @Test
    void anAddressOfIpv6IsInBrackets() throws Exception {
        assumeThat(hasIpv6()).isTrue();
        assertThatItTells("[::1]:0", "[::1]:PORT", "[::1]:PORT");
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void assertThatItTells(String listen, String told, String bootstrap) throws Exception {
        Map<String, String> settings =
                Map.of(
                        "log.dirs",
                        directory.resolve("data").toString(),
                        "listeners",
                        "PLAINTEXT://" + listen);
        try (RunningBroker broker = RunningBroker.start(BrokerConfig.of(settings))) {
            String port = String.valueOf(broker.address().getPort());
            assertThat(broker.listensOn()).isEqualTo(told.replace("PORT", port));
            assertThat(broker.bootstrapAddress()).isEqualTo(bootstrap.replace("PORT", port));
        }
    }
}

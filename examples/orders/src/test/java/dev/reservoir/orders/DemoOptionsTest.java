package dev.reservoir.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.orders.demo.DemoSettings;
import dev.reservoir.orders.service.ServiceName;
import dev.reservoir.orders.service.ServiceSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class DemoOptionsTest {
    private static DemoOptions options(String line) {
        return new DemoOptions(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void nothingHasToBeSaid() {
        DemoSettings settings = options("").demoSettings();
        assertThat(settings.bootstrap()).isNull();
        assertThat(settings.directory()).isNull();
        assertThat(settings.duration()).isNull();
        assertThat(settings.killing()).isFalse();
        assertThat(settings.ordersPerSecond()).isEqualTo(10);
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(
                        options(
                                        "--bootstrap-server h:1 --data-dir=d --rate 2.5/s --kill"
                                                + " --seed 7 --duration 10m")
                                .demoSettings())
                .isEqualTo(
                        new DemoSettings(
                                "h:1", Path.of("d"), 2.5, true, 7, Duration.ofMinutes(10)));
    }

    @Test
    void aServiceIsRunByItself() {
        DemoOptions options = options("--service billing --bootstrap-server h:1 --data-dir d");
        assertThat(options.service()).contains(ServiceName.BILLING);
        assertThat(options.serviceSettings())
                .isEqualTo(new ServiceSettings("h:1", Path.of("d"), 10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--durration 3s | there is no option --durration; did you mean --duration?",
                "--kil | there is no option --kil; did you mean --kill?",
                "--colour | there is no option --colour",
                "--rate | --rate needs a value",
                "--rate fast | --rate fast is not a number of orders a second from 0 to 10,000",
                "--rate 10001 | --rate 10001 is not a number of orders a second from 0 to 10,000",
                "--rate -1 | --rate -1 is not a number of orders a second from 0 to 10,000",
                "--duration 3d | --duration 3d is not a time such as 90s, 10m or 1h",
                "--seed x | --seed x is not a whole number",
                "--rate 1 --rate 2 | --rate is given 2 times",
                "--kill now | 'now' belongs to no option"
            })
    void whatIsWrongIsNamed(String line, String sentence) {
        assertThatThrownBy(() -> options(line).demoSettings())
                .isInstanceOf(UsageException.class)
                .hasMessage(sentence);
    }

    @Test
    void aServiceThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> options("--service mail").service())
                .hasMessage(
                        "there is no service 'mail'; there are orders, billing, inventory,"
                                + " shipping");
        assertThatThrownBy(() -> options("--service billing").serviceSettings())
                .hasMessage("--service needs --bootstrap-server too");
        assertThatThrownBy(() -> options("--service billing --kill").serviceSettings())
                .hasMessage("--kill is not for a single service");
    }
}

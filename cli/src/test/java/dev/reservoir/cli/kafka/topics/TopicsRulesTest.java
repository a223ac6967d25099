package dev.reservoir.cli.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.UsageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HashSet;

final class TopicsRulesTest {
    private final Captured captured = new Captured();

    private void check(String options) {
        HashSet<String> names = new HashSet<>(Arrays.asList(options.split(" ")));
        names.add("--bootstrap-server");
        TopicsRules.check(new GivenOptions(names), captured.terminal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--list",
                "--list --topic --exclude-internal",
                "--create --topic --partitions --replication-factor --config --if-not-exists",
                "--create --topic --replica-assignment --config",
                "--describe",
                "--describe --topic --if-exists",
                "--describe --topic-id --if-exists",
                "--describe --under-replicated-partitions",
                "--describe --unavailable-partitions --under-min-isr-partitions",
                "--describe --topics-with-overrides --exclude-internal",
                "--alter --topic --partitions --replica-assignment --if-exists",
                "--delete --topic --if-exists"
            })
    void letsPassWhatKafkaLetsPass(String options) {
        assertThatCode(() -> check(options)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--topic",
                "--list --create",
                "--create",
                "--delete",
                "--alter --topic",
                "--alter --topic --partitions --config",
                "--list --partitions",
                "--list --config",
                "--list --if-exists",
                "--create --topic --if-exists",
                "--describe --if-exists",
                "--describe --if-not-exists",
                "--create --topic --replica-assignment --partitions",
                "--create --topic --replica-assignment --replication-factor",
                "--alter --topic --partitions --replication-factor",
                "--list --under-replicated-partitions",
                "--describe --topics-with-overrides --at-min-isr-partitions",
                "--delete --topic --exclude-internal"
            })
    void refusesWhatKafkaRefuses(String options) {
        assertThatThrownBy(() -> check(options)).isInstanceOf(UsageException.class);
    }

    @Test
    void saysThatDeleteConfigDoesNothing() {
        check("--list --delete-config");
        assertThat(captured.err()).contains("no longer supported");
    }
}

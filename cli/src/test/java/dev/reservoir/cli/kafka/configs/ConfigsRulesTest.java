package dev.reservoir.cli.kafka.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.Connection;
import dev.reservoir.cli.Filled;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.UsageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

final class ConfigsRulesTest {
    private final ConfigsOptions options = new ConfigsOptions();

    private Entities check(String line) {
        OptionTable table = new OptionTable();
        new Connection().declare(table);
        options.declare(table);
        GivenOptions given =
                Filled.from(table, List.of((line + " --bootstrap-server h:1").split(" ")));
        return ConfigsRules.check(options, given);
    }

    @Test
    void namesAndDefaultsKeepTheirOrder() {
        Entities entities =
                check(
                        "--describe --entity-type users --entity-default --entity-type clients"
                                + " --entity-name c");
        assertThat(entities.types()).containsExactly(EntityType.USER, EntityType.CLIENT);
        assertThat(entities.names()).containsExactly(Entities.DEFAULT, "c");
    }

    @Test
    void shortFormsMeanTheSame() {
        assertThat(check("--describe --topic t"))
                .isEqualTo(new Entities(List.of(EntityType.TOPIC), List.of("t")));
    }

    @Test
    void theDefaultHasTheEmptyName() {
        assertThat(check("--describe --user-defaults"))
                .isEqualTo(new Entities(List.of(EntityType.USER), List.of(Entities.DEFAULT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--topic t",
                "--describe --alter --topic t",
                "--describe",
                "--describe --entity-type nonsense",
                "--describe --entity-type topics --entity-type topics",
                "--describe --topic t --user u",
                "--describe --topic t --entity-type topics",
                "--describe --entity-type topics --entity-default",
                "--describe --entity-type broker-loggers",
                "--describe --broker x",
                "--describe --topic t --add-config a=b",
                "--alter --topic t",
                "--alter --entity-type topics --add-config a=b",
                "--alter --entity-type users --add-config a=b",
                "--alter --topic t --add-config a=b --add-config-file f",
                "--alter --entity-type users --entity-name u --entity-type clients --add-config a=b"
            })
    void refusesWhatKafkaRefuses(String line) {
        assertThatThrownBy(() -> check(line)).isInstanceOf(UsageException.class);
    }

    @Test
    void bracketsKeepCommasTogether() {
        options.addConfig = "cleanup.policy=[compact,delete], retention.ms=1,empty=";
        options.deleteConfigs.add("a, b");
        Changes changes = Changes.of(options);
        assertThat(changes.added())
                .isEqualTo(
                        Map.of(
                                "cleanup.policy",
                                "compact,delete",
                                "retention.ms",
                                "1",
                                "empty",
                                ""));
        assertThat(changes.deleted()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=1=2", "a b=1"})
    void refusesWhatIsNoSetting(String text) {
        options.addConfig = text;
        assertThatThrownBy(() -> Changes.of(options)).isInstanceOf(UsageException.class);
    }
}

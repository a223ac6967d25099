package dev.reservoir.cli.kafka.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

final class GroupsRulesTest {
    private final Captured captured = new Captured();
    private final GroupsOptions values = new GroupsOptions();

    private void check(String options) {
        HashSet<String> names = new HashSet<>(Arrays.asList(options.split(" ")));
        names.add("--bootstrap-server");
        GroupsRules.check(new GivenOptions(names), values, captured.terminal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--list",
                "--list --state --type",
                "--describe --group",
                "--describe --all-groups --members --verbose",
                "--describe --group --state",
                "--delete --group",
                "--delete --all-groups",
                "--validate-regex",
                "--reset-offsets --group --topic --all-topics --to-earliest --dry-run",
                "--delete-offsets --group --topic",
                "--reset-offsets --group --topic --to-earliest --dry-run",
                "--reset-offsets --all-groups --all-topics --to-latest --execute",
                "--reset-offsets --group --from-file --export --dry-run"
            })
    void letsPassWhatKafkaLetsPass(String options) {
        assertThatCode(() -> check(options)).doesNotThrowAnyException();
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--group",
                "--list --describe --group",
                "--describe",
                "--describe --group --members --state",
                "--describe --group --all-groups",
                "--describe --group --topic",
                "--list --group",
                "--list --members",
                "--list --validate-regex",
                "--delete --group --state",
                "--reset-offsets --group --topic --to-earliest --verbose",
                "--delete",
                "--delete --group --topic",
                "--delete-offsets --group",
                "--delete-offsets --topic",
                "--reset-offsets --topic --to-earliest",
                "--reset-offsets --group --to-earliest",
                "--reset-offsets --group --topic --to-earliest --dry-run --execute"
            })
    void refusesWhatKafkaRefuses(String options) {
        assertThatThrownBy(() -> check(options)).isInstanceOf(UsageException.class);
    }

    @Test
    void aResetWithoutExecuteIsADryRunAndSaysSo() {
        check("--reset-offsets --group --topic --to-earliest");
        assertThat(captured.err()).contains("No action will be performed");
    }

    @Test
    void aDescriptionTakesNoStates() {
        values.state = "stable";
        assertThatThrownBy(() -> check("--describe --group --state"))
                .hasMessageContaining("--state");
    }

    @Test
    void offsetsAreDeletedOfOneGroup() {
        values.groups = List.of("a", "b");
        assertThatThrownBy(() -> check("--delete-offsets --group --topic"))
                .hasMessageContaining("a, b");
    }

    @Test
    void readsStatesAndTypes() {
        assertThat(ListGroups.states("stable, Empty"))
                .isEqualTo(Set.of(GroupState.STABLE, GroupState.EMPTY));
        assertThat(ListGroups.states("")).isEmpty();
        assertThat(ListGroups.types("Classic,consumer"))
                .isEqualTo(Set.of(GroupType.CLASSIC, GroupType.CONSUMER));
        assertThatThrownBy(() -> ListGroups.states("stable,foo"))
                .hasMessageContaining("'stable,foo'");
        assertThatThrownBy(() -> ListGroups.types("share")).hasMessageContaining("Valid types are");
    }
}

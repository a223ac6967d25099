package dev.reservoir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The forms in which Kafka's tools take options. */
final class OptionTableTest {
    private final List<String> topics = new ArrayList<>();
    private final List<String> props = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final OptionTable table = new OptionTable();

    OptionTableTest() {
        table.flag("--list", "", () -> seen.add("list"));
        table.value("--output, -o", "FORM", "", value -> seen.add("output=" + value));
        table.value("--topic", "TOPIC", "", topics::add);
        table.values("--config", "K=V", "", props);
        table.severalValues("--producer-props", "K=V", "", props);
        table.optionalValue("--state", "STATES", "", "", value -> seen.add("state=" + value));
        table.number("--shift-by", "N", "", number -> seen.add("shift=" + number));
        table.integer("--partitions", "N", "", number -> seen.add("partitions=" + number));
        table.decimal("--throughput", "N", "", number -> seen.add("throughput=" + number));
        table.value("--producer.config", "FILE", "", value -> seen.add("file=" + value));
    }

    private OptionTable.Arguments read(String... arguments) {
        OptionTable.Arguments read = table.parse(List.of(arguments));
        table.fill(read);
        return read;
    }

    @Test
    void takesAValueBehindASpaceOrAnEqualsSign() {
        read("--topic", "orders");
        read("--topic=orders");
        read("--topic=a=b");
        assertThat(topics).containsExactly("orders", "orders", "a=b");
    }

    @Test
    void takesASingleDashAndAnUnambiguousAbbreviation() {
        OptionTable.Arguments read = read("-list", "--top", "orders", "-producer.config", "f");
        assertThat(seen).containsExactlyInAnyOrder("list", "file=f");
        assertThat(topics).containsExactly("orders");
        assertThat(read.values().keySet())
                .containsExactlyInAnyOrder("--list", "--topic", "--producer.config");
    }

    @Test
    void refusesAnAmbiguousAbbreviation() {
        assertThatThrownBy(() -> read("--p", "1")).isInstanceOf(UsageException.class);
    }

    @Test
    void collectsWhatMayBeGivenSeveralTimes() {
        read("--config", "a=1", "--config", "b=2", "--producer-props", "c=3", "d=4", "--list");
        assertThat(props).containsExactlyInAnyOrder("a=1", "b=2", "c=3", "d=4");
        assertThat(seen).containsExactly("list");
    }

    @Test
    void givesAnOptionalValueItsDefault() {
        read("--state", "--list");
        read("--state", "stable,empty");
        assertThat(seen).containsExactlyInAnyOrder("list", "state=", "state=stable,empty");
    }

    @Test
    void takesNegativeNumbers() {
        read("--shift-by", "-10");
        read("--throughput", "-1");
        assertThat(seen).containsExactly("shift=-10", "throughput=-1.0");
    }

    @Test
    void leavesWhatBelongsToNoOptionToTheCaller() {
        assertThat(read("--list", "extra").extra()).containsExactly("extra");
    }

    @Test
    void namesTheNearestOptionOfAMisspeltOne() {
        assertThatThrownBy(() -> read("--tpoic", "x"))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown option '--tpoic'; did you mean --topic?");
        assertThatThrownBy(() -> read("--partitoins=3"))
                .hasMessage("unknown option '--partitoins'; did you mean --partitions?");
        assertThatThrownBy(() -> read("--zookeeper", "x"))
                .hasMessage("unknown option '--zookeeper'");
    }

    @Test
    void refusesWhatIsNotANumberOrTooLarge() {
        assertThatThrownBy(() -> read("--partitions", "many"))
                .hasMessage("'many' is not a number, as --partitions needs one");
        assertThatThrownBy(() -> read("--partitions", "3000000000"))
                .hasMessage("3000000000 is too large a number for --partitions");
    }

    @Test
    void refusesASecondValueAndAMissingOne() {
        assertThatThrownBy(() -> read("--topic", "a", "--topic", "b"))
                .hasMessage("--topic is given 2 times (a, b) and takes one value");
        assertThatThrownBy(() -> read("--topic")).isInstanceOf(UsageException.class);
    }

    @Test
    void saysWhatValueIsMissing() {
        assertThatThrownBy(() -> read("--topic")).hasMessage("--topic needs a value: TOPIC");
        assertThatThrownBy(() -> read("-o")).hasMessage("--output needs a value: FORM");
    }

    @Test
    void refusesAMissingObligatoryOption() {
        table.require("--topic");
        assertThatThrownBy(() -> read("--list")).hasMessage("Missing required option --topic");
    }
}

package dev.reservoir.cli.kafka.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** New offsets, as functions of what the cluster says, and how they are printed and read again. */
final class ResetPlanTest {
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final Map<TopicPartition, OffsetAndMetadata> COMMITTED =
            Map.of(ZERO, new OffsetAndMetadata(10));

    @Test
    void offsetsAreBroughtIntoTheLogsRange() {
        LogRange range = new LogRange(5, 20);
        assertThat(
                        List.of(
                                range.nearest(4),
                                range.nearest(5),
                                range.nearest(12),
                                range.nearest(20),
                                range.nearest(21)))
                .containsExactly(5L, 5L, 12L, 20L, 20L);
        assertThat(new LogRange(0, 0).nearest(7)).isZero();
        assertThat(NewOffsets.nearest(Map.of(ZERO, -3L, ONE, 99L), Map.of(ZERO, range, ONE, range)))
                .isEqualTo(Map.of(ZERO, 5L, ONE, 20L));
    }

    @Test
    void aShiftNeedsACommittedOffset() {
        assertThat(NewOffsets.shifted(COMMITTED, Set.of(ZERO), -4)).isEqualTo(Map.of(ZERO, 6L));
        assertThatThrownBy(() -> NewOffsets.shifted(COMMITTED, Set.of(ZERO, ONE), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("t-1");
    }

    @Test
    void currentIsTheCommittedOffsetOrTheEnd() {
        assertThat(NewOffsets.current(Set.of(ZERO, ONE), COMMITTED, Map.of(ONE, 33L)))
                .isEqualTo(Map.of(ZERO, 10L, ONE, 33L));
    }

    @Test
    void printsAPlan() {
        ResetPlan plan = new ResetPlan();
        plan.put("g2", Map.of(ONE, 5L, ZERO, 4L));
        plan.put("a-rather-long-group", Map.of(new TopicPartition("s", 3), 1L));
        assertThat(plan.table().lines())
                .containsExactly(
                        "GROUP               TOPIC           PARTITION  NEW-OFFSET",
                        "a-rather-long-group s               3          1",
                        "g2                  t               0          4",
                        "g2                  t               1          5");
        assertThat(plan.csv(true)).isEqualTo("a-rather-long-group,s,3,1\ng2,t,0,4\ng2,t,1,5\n");
    }

    @Test
    void whatIsExportedCanBeReadAgain() {
        ResetPlan plan = new ResetPlan();
        plan.put("odd, \"group\"", Map.of(ZERO, 4L, ONE, 5L));
        assertThat(Csv.parse(plan.csv(true).lines().toList(), ""))
                .isEqualTo(Map.of("odd, \"group\"", Map.of(ZERO, 4L, ONE, 5L)));
        assertThat(Csv.parse(plan.csv(false).lines().toList(), "g"))
                .isEqualTo(Map.of("g", Map.of(ZERO, 4L, ONE, 5L)));
    }

    @Test
    void readsBothForms() {
        assertThat(Csv.parse(List.of("t,0,4", "", "\"t\", 1 ,5"), "g"))
                .isEqualTo(Map.of("g", Map.of(ZERO, 4L, ONE, 5L)));
        assertThat(Csv.parse(List.of("g,t,0,4", "h,t,1,5"), "g"))
                .isEqualTo(Map.of("g", Map.of(ZERO, 4L), "h", Map.of(ONE, 5L)));
    }

    @Test
    void namesTheLineThatIsWrong() {
        assertThatThrownBy(() -> Csv.parse(List.of("t,0,4", "t,x,4"), "g"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("Line 2 of the plan is not topic,partition,offset: 't,x,4'");
        assertThatThrownBy(() -> Csv.parse(List.of("t,0,4"), ""))
                .hasMessageContaining("group,topic,partition,offset");
    }
}

package dev.reservoir.orders.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.service.ServiceName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

class PictureTest {
    private final EventLog log = new EventLog(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    private static Scene scene(boolean broken) {
        List<Scene.Service> services = new ArrayList<>();
        for (ServiceName name : ServiceName.values()) {
            services.add(
                    new Scene.Service(
                            name, Child.State.RUNNING, 4_194_304, 12, OptionalLong.of(3)));
        }
        services.set(
                1,
                new Scene.Service(
                        ServiceName.BILLING, Child.State.DOWN, 7, 1, OptionalLong.empty()));
        return new Scene(
                "10 orders a second",
                Duration.ofSeconds(3_725),
                "localhost:9092",
                Path.of("/data"),
                services,
                new Figures(1_234, 1_100, 100, 1_090, 1_089, 497_801, 500_000, 3),
                17,
                broken,
                "3 so far, seed 42");
    }

    private List<String> lines(Scene scene, int width, int height) {
        return Picture.of(scene, log, height).stream()
                .map(text -> text.render(width, false))
                .toList();
    }

    @Test
    void showsEachServiceAndTheShop() {
        String picture = String.join("\n", lines(scene(false), 80, 24));
        assertThat(picture)
                .contains("The order pipeline   1:02:05   10 orders a second")
                .contains("orders     running  4194304  12        1,234 taken")
                .contains("billing    down              1         1,100 paid, 100 declined   ?")
                .contains("stock left  497,801 of 500,000")
                .contains("invariants  all kept, looked at 17 times")
                .contains("kills       3 so far, seed 42");
        assertThat(String.join("\n", lines(scene(true), 80, 24))).contains("BROKEN, see below");
    }

    @ParameterizedTest
    @CsvSource({"80,24", "120,40", "40,16", "20,5"})
    void fitsOnTheScreen(int width, int height) {
        for (int i = 0; i < 300; i++) {
            log.order("shipping", "an order with a long story " + "x".repeat(200));
        }
        log.news("demo", "kill -9 billing");
        List<String> lines = lines(scene(false), width, height);
        assertThat(lines).allMatch(line -> line.length() <= width);
        assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(height, 15));
        if (height > 15) {
            assertThat(lines).hasSize(height).anyMatch(line -> line.contains("kill -9 billing"));
        }
    }

    @Test
    void coloursTakeNoRoomAndControlCharactersNone() {
        Text text = Text.of(Text.Style.BAD, "bad").add(Text.Style.PLAIN, "\033[2Jnews");
        assertThat(text.render(80, false)).isEqualTo("bad?[2Jnews");
        assertThat(text.render(80, true)).isEqualTo("\033[1;31mbad\033[0m?[2Jnews");
        assertThat(text.render(2, true)).isEqualTo("\033[1;31mba\033[0m");
        assertThat(text.length()).isEqualTo(11);
    }

    @Test
    void newsAreNotPushedOut() {
        log.news("broker", "serves again");
        for (int i = 0; i < 10_000; i++) {
            log.order("orders", "order " + i);
        }
        assertThat(log.newsSince(0))
                .extracting(EventLog.Line::text)
                .containsExactly("serves again");
        assertThat(log.latestOrders(2))
                .extracting(EventLog.Line::text)
                .containsExactly("order 9998", "order 9999");
    }
}

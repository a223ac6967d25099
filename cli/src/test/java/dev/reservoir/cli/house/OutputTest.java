package dev.reservoir.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.Filled;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** One table, three forms. */
final class OutputTest {
    private record Row(String name, long bytes, Object leader) {}

    private static final Table<Row> TABLE =
            new Table<Row>()
                    .column("name", Row::name)
                    .bytes("sizeOnDisk", Row::bytes)
                    .column("leader", Row::leader);

    private static final List<Row> ROWS =
            List.of(new Row("orders", 2048, 1), new Row("true", 7, Output.Nothing.NOTHING));

    private static String printed(String form) {
        Captured captured = new Captured();
        output(form).rows(TABLE, ROWS, captured.terminal());
        return captured.out();
    }

    private static Output output(String form) {
        Output output = new Output();
        OptionTable options = new OptionTable();
        output.declare(options);
        Filled.from(options, List.of("--output", form));
        return output;
    }

    @Test
    void peopleGetAlignedColumns() {
        assertThat(printed("table"))
                .isEqualTo(
                        """
                        NAME    SIZE ON DISK  LEADER
                        orders        2.0 KB       1
                        true             7 B       -
                        """);
    }

    @Test
    void programsGetJson() {
        assertThat(printed("json"))
                .isEqualTo(
                        """
                        [ {
                          "name": "orders",
                          "sizeOnDisk": 2048,
                          "leader": 1
                        }, {
                          "name": "true",
                          "sizeOnDisk": 7,
                          "leader": null
                        } ]
                        """);
    }

    @Test
    void programsGetYaml() {
        assertThat(printed("yaml"))
                .isEqualTo(
                        """
                        - name: orders
                          sizeOnDisk: 2048
                          leader: 1
                        - name: "true"
                          sizeOnDisk: 7
                          leader: null
                        """);
    }

    @Test
    void anEmptyListIsOne() {
        Captured captured = new Captured();
        output("json").rows(TABLE, List.of(), captured.terminal());
        assertThat(captured.out()).isEqualTo("[]\n");
    }

    @Test
    void coloursAreForScreensAlone() {
        assertThat(printed("table")).doesNotContain("\u001b");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, UTF_8);
        Terminal screen = new Terminal(InputStream.nullInputStream(), out, out, true, true, true);
        output("table").rows(TABLE, ROWS, screen);
        assertThat(bytes.toString(UTF_8)).contains("\u001b[1mNAME");
    }
}

package dev.reservoir.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.Filled;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** SnakeYAML reads YAML 1.1, as most programs do. */
    @Test
    void yamlIsReadAsItWasWritten() {
        List<String> texts =
                List.of(
                        "=",
                        "<<",
                        "yes",
                        "No",
                        "on",
                        "y",
                        "null",
                        "~",
                        "12:30:45",
                        "2026-01-31",
                        "1e3",
                        "1E+2",
                        "0x1F",
                        "0777",
                        "1_000",
                        ".inf",
                        ".5",
                        "+1",
                        "-0",
                        "",
                        " lead",
                        "trail ",
                        "- a",
                        "a: b",
                        "a #b",
                        "%x",
                        "@x",
                        "!tag",
                        "&a",
                        "*a",
                        "?",
                        "|",
                        ">",
                        "[x",
                        "{",
                        "'q",
                        "\"dq",
                        "a\nb",
                        "a\nb\n",
                        "\n",
                        "a \n b\t\r\n",
                        "\u0000",
                        "\u0085",
                        "\u2028",
                        "\ufeff",
                        "grüße",
                        "😀",
                        "plain words",
                        "a-b.c/d");
        Map<String, Object> tree = new LinkedHashMap<>();
        texts.forEach(text -> tree.put(text, text));
        tree.put("key".repeat(100), List.of());
        tree.put("large", new BigDecimal("1E+2"));
        Captured captured = new Captured();
        output("yaml").item(tree, captured.terminal());
        Map<?, ?> read = (Map<?, ?>) ((List<?>) new Yaml().load(captured.out())).getFirst();
        assertThat(read.get("large")).isEqualTo(100.0);
        tree.put("large", 100.0);
        assertThat(read).isEqualTo(tree);
    }

    @Test
    void aNameCannotWriteOverTheTable() {
        Captured captured = new Captured();
        List<Row> rows = List.of(new Row("a\u001b[2J\nb", 1, 1));
        output("table").rows(TABLE, rows, captured.terminal());
        assertThat(captured.out().lines()).hasSize(2);
        assertThat(captured.out()).contains("a?[2J?b");
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

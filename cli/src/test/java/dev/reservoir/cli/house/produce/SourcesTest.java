package dev.reservoir.cli.house.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.house.produce.Source.Item;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Lines, JSON and CSV as records. */
final class SourcesTest {
    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** All items as {@code key|value}. */
    private static List<String> all(Source source) throws IOException {
        List<String> all = new ArrayList<>();
        for (Item item = source.next(); item != null; item = source.next()) {
            all.add(text(item.key()) + "|" + text(item.value()));
        }
        return all;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }

    @Test
    void lines() throws IOException {
        assertThat(all(new Lines(in("a\n\nb: c"), null)))
                .containsExactly("null|a", "null|", "null|b: c");
        assertThat(all(new Lines(in("k:v:w\n:x\n"), ":"))).containsExactly("k|v:w", "|x");
    }

    @Test
    void linesAreTheBytesThatTheyAre() throws IOException {
        byte[] latin = "caf\u00e9=th\u00e9\r\n\u00ff\r\u00fe=\n".getBytes(ISO_8859_1);
        Lines whole = new Lines(new ByteArrayInputStream(latin), null);
        assertThat(Objects.requireNonNull(whole.next()).value())
                .isEqualTo("caf\u00e9=th\u00e9".getBytes(ISO_8859_1));
        assertThat(Objects.requireNonNull(whole.next()).value())
                .isEqualTo("\u00ff\r\u00fe=".getBytes(ISO_8859_1));
        assertThat(whole.next()).isNull();
        Lines pairs = new Lines(new ByteArrayInputStream(latin), "=");
        Item first = Objects.requireNonNull(pairs.next());
        assertThat(first.key()).isEqualTo("caf\u00e9".getBytes(ISO_8859_1));
        assertThat(first.value()).isEqualTo("th\u00e9".getBytes(ISO_8859_1));
        assertThat(all(new Lines(in("a::::b\na:b::c"), "::"))).containsExactly("a|::b", "a:b|c");
    }

    @Test
    void aLineThatNeverEndsIsRefusedBeforeMemoryDoes() {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                };
        assertThatThrownBy(() -> new Lines(endless, null).next())
                .isInstanceOf(Source.MalformedException.class)
                .hasMessageContaining("line 1 is longer than 32.0 MB");
    }

    @Test
    void aColumnThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> new CsvRows(in("id,a,id\n1,2,3\n"), ',', null, true))
                .isInstanceOf(Source.MalformedException.class)
                .hasMessageContaining("names the column 'id' twice");
    }

    @Test
    void brokenJsonIsExplainedInPlainWords() {
        assertThatThrownBy(() -> all(new JsonDocuments(in("{\"a\":1"), null)))
                .hasMessageContaining("document 1 is not JSON")
                .hasMessageContaining("(line 1, column ")
                .hasMessageNotContaining("REDACTED");
    }

    @Test
    void aLineWithoutItsSeparatorIsNamed() {
        assertThatThrownBy(() -> all(new Lines(in("k:v\nnone\n"), ":")))
                .isInstanceOf(Source.MalformedException.class)
                .hasMessageContaining("line 2 has no ':'")
                .hasMessageContaining("none");
    }

    @Test
    void jsonDocumentsAndArraysInAnyMixture() throws IOException {
        String text = "[{\"id\":1},{\"id\":\"b\"}]\n{\"id\":null} {\"id\":[2]}[{\"id\":3}] []";
        assertThat(all(new JsonDocuments(in(text), "id")))
                .containsExactly(
                        "1|{\"id\":1}",
                        "b|{\"id\":\"b\"}",
                        "null|{\"id\":null}",
                        "[2]|{\"id\":[2]}",
                        "3|{\"id\":3}");
    }

    @Test
    void jsonNumbersKeepTheirDigits() throws IOException {
        String text = "{\"a\":1.10,\"b\":12345678901234567890,\"c\":1e400}";
        assertThat(all(new JsonDocuments(in(text), null)).getFirst())
                .contains("1.10", "12345678901234567890");
    }

    @Test
    void jsonThatIsNoneIsNamedWithItsPlace() {
        assertThatThrownBy(() -> all(new JsonDocuments(in("{\"a\":1}\n{\"a\":oops}"), null)))
                .isInstanceOf(Source.MalformedException.class)
                .hasMessageContaining("document 2 is not JSON")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> all(new JsonDocuments(in("[{\"a\":1}, {\"a\""), null)))
                .isInstanceOf(Source.MalformedException.class);
        assertThatThrownBy(() -> all(new JsonDocuments(in("{\"a\":1}"), "id")))
                .hasMessageContaining("has no field 'id' for the key: {\"a\":1}");
    }

    @Test
    void csvBecomesObjects() throws IOException {
        String text =
                """
                \ufeffid,amount,zip,note,paid
                1,2.50,01234,"a, ""b""\",true

                12345678901234567,-3,,,false
                """;
        assertThat(all(new CsvRows(in(text), ',', "id", true)))
                .containsExactly(
                        "1|{\"id\":1,\"amount\":2.50,\"zip\":\"01234\",\"note\":\"a,"
                                + " \\\"b\\\"\",\"paid\":true}",
                        "12345678901234567|{\"id\":\"12345678901234567\",\"amount\":-3,\"zip\":null,"
                            + "\"note\":null,\"paid\":false}");
        assertThat(all(new CsvRows(in("a;b\n1;\n"), ';', null, false)))
                .containsExactly("null|{\"a\":\"1\",\"b\":\"\"}");
    }

    @Test
    void csvOfAnotherShapeIsNamed() {
        assertThatThrownBy(() -> all(new CsvRows(in("a,b\n1,2\n1,2,3\n"), ',', null, true)))
                .hasMessageContaining("row 3 has 3 cells, the first row names 2 columns: 1,2,3");
        assertThatThrownBy(() -> new CsvRows(in("order_id,b\n1,2\n"), ',', "orderid", true))
                .hasMessageContaining("no column 'orderid'")
                .hasMessageContaining("did you mean 'order_id'?");
        assertThatThrownBy(() -> all(new CsvRows(in("a,b\n1,\"2\n"), ',', null, true)))
                .isInstanceOf(Source.MalformedException.class);
    }

    @Test
    void csvWithoutRowsIsNothing() throws IOException {
        assertThat(all(new CsvRows(in("a,b\n"), ',', null, true))).isEmpty();
        assertThat(all(new CsvRows(in(""), ',', null, true))).isEmpty();
    }
}

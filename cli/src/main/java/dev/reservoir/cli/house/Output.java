package dev.reservoir.cli.house;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The option {@code --output} and what it means: a result is a tree of maps, lists, text, numbers
 * and truth values, printed for people or, in one stable shape, for programs.
 */
public final class Output {
    /** The forms there are. */
    public enum Form {
        TABLE,
        JSON,
        YAML
    }

    private Form form = Form.TABLE;

    /** Adds {@code --output}. */
    public void declare(OptionTable options) {
        options.choice(
                "--output, -o",
                Form.class,
                "How the result is printed (default table).",
                value -> form = value);
    }

    /** Whether people read it. */
    public boolean forPeople() {
        return form == Form.TABLE;
    }

    /** Prints rows: a table, or a list of objects. */
    public <T> void rows(Table<T> table, List<T> rows, Terminal terminal) {
        if (forPeople()) {
            table.lines(rows, Ink.of(terminal)).forEach(terminal.out()::println);
        } else {
            tree(table.tree(rows), terminal);
        }
    }

    /** Prints one thing with all that is known of it, or an object. */
    public void sheet(Sheet sheet, Terminal terminal) {
        if (forPeople()) {
            sheet.lines(Ink.of(terminal)).forEach(terminal.out()::println);
        } else {
            tree(sheet.tree(), terminal);
        }
    }

    /** Prints what was done to each of some things: sentences, or a list of objects. */
    public <T> void each(
            Table<T> table, List<T> rows, Function<T, String> sentence, Terminal terminal) {
        if (forPeople()) {
            rows.stream().map(sentence).forEach(terminal.out()::println);
        } else {
            tree(table.tree(rows), terminal);
        }
    }

    /** Prints one object of a list that has no end: a line of JSON, or a YAML element. */
    public void item(Map<String, Object> tree, Terminal terminal) {
        terminal.out().print(text(form == Form.YAML ? List.of(tree) : tree, false));
    }

    /** Prints what was done: a sentence, or an object. */
    public void done(String sentence, Map<String, ?> tree, Terminal terminal) {
        if (forPeople()) {
            terminal.out().println(sentence);
        } else {
            tree(tree, terminal);
        }
    }

    private void tree(Object tree, Terminal terminal) {
        terminal.out().print(text(tree, true));
    }

    private String text(Object tree, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = generator(text, pretty)) {
            write(generator, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return form == Form.JSON ? text + "\n" : text.toString();
    }

    private JsonGenerator generator(StringWriter text, boolean pretty) throws IOException {
        if (form == Form.YAML) {
            return YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .stringQuotingChecker(new Quoting())
                    .build()
                    .createGenerator(text);
        }
        JsonGenerator generator = JsonFactory.builder().build().createGenerator(text);
        if (!pretty) {
            return generator;
        }
        Separators separators =
                Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator("");
        return generator.setPrettyPrinter(new DefaultPrettyPrinter(separators));
    }

    private static void write(JsonGenerator generator, @Nullable Object tree) throws IOException {
        switch (tree) {
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                for (Object each : list) {
                    write(generator, each);
                }
                generator.writeEndArray();
            }
            case null -> generator.writeNull();
            case Nothing _ -> generator.writeNull();
            case Number number -> generator.writeNumber(number.toString());
            case Boolean truth -> generator.writeBoolean(truth);
            default -> generator.writeString(tree.toString());
        }
    }

    /**
     * Quotes all but words. Without quotes, what a text is depends on who reads it: to YAML 1.1,
     * which most programs still read, {@code 12:30:45} is a number, {@code 2026-01-31} a date and
     * {@code =} and {@code <<} are instructions.
     */
    private static final class Quoting extends StringQuotingChecker {
        private static final long serialVersionUID = 1L;
        private static final Pattern WORDS =
                Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[ ._/-][A-Za-z0-9]+)*");

        @Override
        public boolean needToQuoteName(String name) {
            return needToQuoteValue(name);
        }

        @Override
        public boolean needToQuoteValue(String text) {
            return !WORDS.matcher(text).matches() || isReservedKeyword(text);
        }
    }

    /** Stands in a tree for a value that is not there. */
    public enum Nothing {
        NOTHING;

        @Override
        public String toString() {
            return "-";
        }
    }
}

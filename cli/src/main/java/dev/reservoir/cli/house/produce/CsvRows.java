package dev.reservoir.cli.house.produce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import dev.reservoir.cli.Nearest;
import dev.reservoir.cli.house.Sizes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A record for each row, a JSON object of the columns that the first row names. What is written as
 * a JSON number or as true or false becomes one, an empty cell null, all else text.
 */
final class CsvRows implements Source {
    /** Fifteen digits are exact wherever JSON is read. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,14})(\\.\\d{1,15})?");

    private final MappingIterator<String[]> rows;
    private final List<String> columns;
    private final int keyColumn;
    private final boolean typed;
    private final JsonFactory json = new JsonFactory();
    private long number = 1;

    /**
     * @param typed false: every cell is text
     */
    CsvRows(InputStream in, char separator, @Nullable String keyColumn, boolean typed)
            throws IOException {
        this.rows =
                CsvMapper.builder()
                        .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                        .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                        .build()
                        .readerFor(String[].class)
                        .with(CsvSchema.emptySchema().withColumnSeparator(separator))
                        .readValues(in);
        this.typed = typed;
        this.columns = header();
        refuseTwice(columns);
        this.keyColumn = keyColumn == null ? -1 : place(keyColumn);
    }

    private List<String> header() throws IOException {
        try {
            return rows.hasNextValue() ? List.of(withoutMark(rows.nextValue())) : List.of();
        } catch (JsonProcessingException e) {
            throw new MalformedException("the first row: " + e.getOriginalMessage());
        }
    }

    /** An object has one field of a name: whoever reads it would see the last one only. */
    private static void refuseTwice(List<String> columns) throws MalformedException {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new MalformedException(
                        "the first row names the column '" + column + "' twice");
            }
        }
    }

    /** Spreadsheets put a byte order mark in front. */
    private static String[] withoutMark(String[] names) {
        names[0] = names[0].replace("\ufeff", "");
        return names;
    }

    private int place(String name) throws MalformedException {
        int place = columns.indexOf(name);
        if (place < 0) {
            throw new MalformedException(
                    "there is no column '"
                            + name
                            + "' for the key"
                            + Nearest.of(name, columns)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("; the first row names " + String.join(", ", columns)));
        }
        return place;
    }

    @Override
    public @Nullable Item next() throws IOException {
        number++;
        try {
            if (!rows.hasNextValue()) {
                return null;
            }
            String[] cells = rows.nextValue();
            if (cells.length != columns.size()) {
                throw new MalformedException(
                        "row "
                                + number
                                + " has "
                                + Sizes.of(cells.length, "cell")
                                + ", the first row names "
                                + Sizes.of(columns.size(), "column")
                                + ": "
                                + Shortened.of(String.join(",", cells)));
            }
            return Item.of(keyColumn < 0 ? null : cells[keyColumn], object(cells));
        } catch (JsonProcessingException e) {
            throw new MalformedException("row " + number + ": " + e.getOriginalMessage());
        }
    }

    private String object(String[] cells) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(text)) {
            generator.writeStartObject();
            for (int i = 0; i < cells.length; i++) {
                generator.writeFieldName(columns.get(i));
                write(cells[i], generator);
            }
            generator.writeEndObject();
        }
        return text.toString();
    }

    private void write(String cell, JsonGenerator generator) throws IOException {
        if (!typed) {
            generator.writeString(cell);
        } else if (cell.isEmpty()) {
            generator.writeNull();
        } else if (NUMBER.matcher(cell).matches()) {
            generator.writeNumber(cell);
        } else if (cell.equals("true") || cell.equals("false")) {
            generator.writeBoolean(cell.equals("true"));
        } else {
            generator.writeString(cell);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}

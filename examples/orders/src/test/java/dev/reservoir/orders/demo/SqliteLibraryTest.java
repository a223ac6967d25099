package dev.reservoir.orders.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is done to a directory that may be somebody else's, too. */
final class SqliteLibraryTest {
    private static final String PROPERTY = "org.sqlite.tmpdir";

    @TempDir Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void onlyTheDriversOwnFilesAreRemoved() throws IOException {
        Path sqlite = Files.createDirectories(directory.resolve("sqlite"));
        Path copy = Files.writeString(sqlite.resolve("sqlite-3.1-ab-libsqlitejdbc.so"), "");
        Path lock = Files.writeString(sqlite.resolve("sqlite-3.1-ab-libsqlitejdbc.so.lck"), "");
        Path foreign = Files.writeString(sqlite.resolve("customers.db"), "dear");
        Path deep = Files.createDirectories(sqlite.resolve("backup/monday"));
        SqliteLibrary.unpackTo(directory);
        assertThat(copy).doesNotExist();
        assertThat(lock).doesNotExist();
        assertThat(foreign).hasContent("dear");
        assertThat(deep).isDirectory();
        assertThat(SqliteLibrary.flags()).isEmpty();
    }

    @Test
    void theFlagsNameTheCopy() throws IOException {
        SqliteLibrary.unpackTo(directory);
        Path sqlite = directory.resolve("sqlite");
        Files.writeString(sqlite.resolve("customers.db"), "");
        Files.writeString(sqlite.resolve("sqlite-3.1-ab-libsqlitejdbc.so.lck"), "");
        Files.writeString(sqlite.resolve("sqlite-3.1-ab-libsqlitejdbc.so"), "");
        assertThat(SqliteLibrary.flags())
                .isEqualTo(
                        List.of(
                                "-Dorg.sqlite.lib.path=" + sqlite,
                                "-Dorg.sqlite.lib.name=sqlite-3.1-ab-libsqlitejdbc.so"));
    }
}

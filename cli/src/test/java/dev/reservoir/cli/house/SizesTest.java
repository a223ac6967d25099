package dev.reservoir.cli.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.UsageException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "512,512",
        "64KB,65536",
        "64k,65536",
        "1 GB,1073741824",
        "2MiB,2097152",
        "7b,7",
        "0,0"
    })
    void sizes(String text, long bytes) {
        assertThat(Sizes.parse("x", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GB", "-1", "1.5GB", "99999999999PB", "1 mile"})
    void whatIsNoSizeIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> Sizes.parse("--size", text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("64KB");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "1024,1.0 KB",
        "1536,1.5 KB",
        "104857600,100 MB",
        "1099511627776,1.0 TB"
    })
    void sizesAsPeopleReadThem(long bytes, String text) {
        assertThat(Sizes.text(bytes)).isEqualTo(text);
    }
}

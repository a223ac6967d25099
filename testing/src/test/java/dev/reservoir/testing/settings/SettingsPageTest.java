package dev.reservoir.testing.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** docs/SETTINGS.md is what the program knows. */
class SettingsPageTest {
    private static final String COMMAND =
            "mvn verify -pl testing -am -Dtest=SettingsPageTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dwrite=true";

    @Test
    void thePageIsWhatTheProgramKnows() throws IOException {
        Path page = page();
        if (Boolean.getBoolean("write")) {
            Files.writeString(page, SettingsPage.text());
        }
        assertThat(Files.readString(page))
                .as("docs/SETTINGS.md; to write it anew: " + COMMAND)
                .isEqualTo(SettingsPage.text());
    }

    private static Path page() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("bin/reservoir"))) {
            at = Objects.requireNonNull(at.getParent(), "no checkout above the working directory");
        }
        return at.resolve("docs/SETTINGS.md");
    }
}

package dev.reservoir.testing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The functions of {@code reservoir completion} in the shells that this machine has. */
final class CompletionTest {
    @TempDir Path directory;

    @BeforeEach
    void installProgram() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = directory.resolve("reservoir");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '%s' -cp '%s' dev.reservoir.cli.Main reservoir \"$@\"\n"
                        .formatted(java, System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What a shell prints that runs the script, a line each. */
    private List<String> lines(String shell, String script) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(shell, "-c", script)
                        .directory(directory.toFile())
                        .redirectErrorStream(true);
        builder.environment().merge("PATH", directory.toString(), (old, own) -> own + ":" + old);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return out.lines().toList();
    }

    private static void require(String shell) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, shell))),
                shell + " is not installed");
    }

    @Test
    void bash() throws Exception {
        String script =
                """
                source <(reservoir completion bash)
                complete -p reservoir
                COMP_WORDS=(reservoir topic cr); COMP_CWORD=2; _reservoir
                printf '%s\\n' "${COMPREPLY[@]}"
                COMP_WORDS=(reservoir topic list --output ""); COMP_CWORD=4; _reservoir
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        assertThat(lines("bash", script))
                .containsExactly(
                        "complete -o default -F _reservoir reservoir",
                        "create",
                        "table",
                        "json",
                        "yaml");
    }

    @Test
    void fish() throws Exception {
        require("fish");
        String script =
                """
                reservoir completion fish | source
                complete -C 'reservoir topic cr'
                complete -C 'reservoir topic list --output '
                """;
        assertThat(lines("fish", script)).containsExactly("create", "json", "table", "yaml");
    }

    @Test
    void zsh() throws Exception {
        require("zsh");
        String script =
                """
                compdef() { :; }
                compadd() { shift; print -rl -- "$@"; }
                source <(reservoir completion zsh)
                words=(reservoir topic cr); CURRENT=3; _reservoir
                words=(reservoir topic list --output ''); CURRENT=5; _reservoir
                """;
        assertThat(lines("zsh", script)).containsExactly("create", "table", "json", "yaml");
    }
}

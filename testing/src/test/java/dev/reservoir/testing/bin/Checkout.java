package dev.reservoir.testing.bin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A checkout that was never built, with the real {@code bin/}, in a directory with a space in its
 * name. Its JDK prints the arguments it is started with; its Maven makes empty jars.
 */
final class Checkout {
    /**
     * What a script did.
     *
     * @param out standard output
     * @param err standard error
     */
    record Ended(int code, String out, String err) {}

    private static final List<String> TOOLS =
            List.of(
                    "bash sh env basename dirname readlink find awk grep tee head cp mv rm mkdir touch flock sleep"
                            .split(" "));

    private static final String JAVA =
            """
            #!/bin/sh
            case "$*" in
            -version) echo 'openjdk version "25" 2025-09-16' >&2; exit ;;
            *rehears*|*Rehears*)
              echo rehearsal >>"$REHEARSALS"
              case "$REHEARSAL" in
              fails) exit 1 ;;
              hangs) sleep 600 ;;
              esac
              for argument in "$@"; do
                case $argument in -XX:AOTCacheOutput=*) : >"${argument#*=}" ;; esac
              done
              exit ;;
            esac
            [ -z "$SHOW_LOCALE" ] || echo "locale $LC_ALL"
            echo "java $*"
            """;

    private static final String MAVEN =
            """
            #!/bin/sh
            while [ "$1" != -f ]; do shift; done
            root=$2
            echo "[INFO] Building wire 0.1.0"
            if [ "$BUILD" = fails ]; then echo "[ERROR] broken"; echo "[INFO] BUILD FAILURE"; exit 1; fi
            for module in broker cli; do
              mkdir -p "$root/$module/target/lib"
              : >"$root/$module/target/$module-0.1.0.jar"
              : >"$root/$module/target/lib/some.jar"
            done
            echo "[INFO] BUILD SUCCESS"
            """;

    private final Path directory;
    private final Path root;

    Checkout(Path directory) throws IOException {
        this.directory = directory;
        this.root = directory.resolve("check out");
        Path source = source();
        copy(source.resolve("bin"), root.resolve("bin"));
        copy(source.resolve("broker/jvm.options"), root.resolve("broker/jvm.options"));
        copy(source.resolve("pom.xml"), root.resolve("pom.xml"));
        for (String module : List.of("wire", "log", "meta", "coord", "machine", "broker", "cli")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            copy(source.resolve(module).resolve("pom.xml"), root.resolve(module + "/pom.xml"));
        }
        script(directory.resolve("jdk/bin/java"), JAVA);
        script(directory.resolve("jdk/bin/javac"), JAVA);
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        script(directory.resolve("maven/mvn"), MAVEN);
        for (String tool : TOOLS) {
            link(tool);
        }
    }

    private static Path source() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("bin/reservoir"))) {
            at = Objects.requireNonNull(at.getParent(), "no checkout above the working directory");
        }
        return at;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void link(String tool) throws IOException {
        Files.createDirectories(directory.resolve("tools"));
        for (String place : System.getenv("PATH").split(":")) {
            Path found = Path.of(place, tool);
            if (Files.isExecutable(found)) {
                Files.createSymbolicLink(directory.resolve("tools").resolve(tool), found);
                return;
            }
        }
    }

    Path root() {
        return root;
    }

    void removeMaven() throws IOException {
        Files.delete(directory.resolve("maven/mvn"));
    }

    /** How often a rehearsal was begun. */
    long rehearsals() throws IOException {
        Path file = directory.resolve("rehearsals");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    /** Runs a script from another directory to its end. */
    Ended run(Map<String, String> environment, Path script, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(script.toString()));
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "run", ".out");
        Path err = Files.createTempFile(directory, "run", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                directory.resolve("maven") + ":" + directory.resolve("tools"),
                                "HOME",
                                directory.toString(),
                                "JAVA_HOME",
                                directory.resolve("jdk").toString(),
                                "REHEARSALS",
                                directory.resolve("rehearsals").toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(script + " goes on: " + Files.readString(err));
        }
        return new Ended(
                process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    /** Runs a program of {@code bin/}. */
    Ended run(String program, String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), root.resolve("bin").resolve(program), arguments);
    }
}

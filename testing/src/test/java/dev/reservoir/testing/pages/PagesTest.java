package dev.reservoir.testing.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every page that shows a terminal is typed to the letter, against real programs, and prints what
 * it says. How pages are written: docs/STYLE.md.
 */
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
class PagesTest {
    /** Its pages are read one after the other at one desk, as a newcomer does. */
    private static final String TOUR = "docs/tour";

    private static final Path CHECKOUT = checkout();

    @TempDir Path directory;

    private static Path checkout() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("bin/reservoir"))) {
            at = Objects.requireNonNull(at.getParent(), "no checkout above the working directory");
        }
        return at;
    }

    /** The first start builds and prepares a fast start, and says so: before the pages are read. */
    @BeforeAll
    static void prepare(@TempDir Path directory) throws Exception {
        List<String> lines =
                List.of(
                        "<!-- terminal: broker, runs on -->",
                        "```console",
                        "$ bin/reservoir start",
                        "...",
                        "Ctrl+C stops it.",
                        "```",
                        "```console",
                        "$ bin/kafka-topics --bootstrap-server localhost:9092 --list",
                        "...",
                        "```");
        try (Desk desk = new Desk(CHECKOUT, directory)) {
            desk.read(Page.parse(Path.of("(preparation)"), lines));
        }
    }

    /** The pages by what is read in one go: the tour, or one page. */
    static List<String> readInOneGo() throws IOException {
        return List.copyOf(pages().keySet());
    }

    private static Map<String, List<Page>> pages() throws IOException {
        Map<String, List<Page>> pages = new TreeMap<>();
        for (Path file : files()) {
            String name = CHECKOUT.relativize(file).toString();
            Page page = Page.parse(Path.of(name), Files.readAllLines(file));
            if (!page.blocks().isEmpty()) {
                String together = name.startsWith(TOUR) ? TOUR : name;
                pages.computeIfAbsent(together, _ -> new ArrayList<>()).add(page);
            }
        }
        String only = System.getProperty("page", "");
        pages.keySet().removeIf(name -> !name.contains(only));
        return pages;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(CHECKOUT.resolve("README.md")));
        for (String place : List.of("docs", "examples")) {
            try (Stream<Path> all = Files.walk(CHECKOUT.resolve(place))) {
                all.filter(file -> file.toString().endsWith(".md"))
                        .filter(file -> !file.toString().contains("/node_modules/"))
                        .filter(file -> !file.toString().contains("/.venv/"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readInOneGo")
    void isAsItSays(String name) throws Exception {
        List<Page> pages = Objects.requireNonNull(pages().get(name));
        for (Page page : pages) {
            for (String program : page.needs()) {
                assumeTrue(
                        isThere(program),
                        page.file()
                                + " was not tried: there is no "
                                + program
                                + " on the PATH (testing/need "
                                + program
                                + " may install it)");
            }
        }
        try (Desk desk = new Desk(CHECKOUT, directory)) {
            for (Page page : pages) {
                desk.read(page);
                desk.turnThePage();
            }
        }
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** The way from the README through the tour. */
    @Test
    void eachPageOfTheTourLeadsToTheNext() throws IOException {
        List<Path> tour =
                files().stream()
                        .filter(file -> CHECKOUT.relativize(file).startsWith(TOUR))
                        .toList();
        assertThat(tour).isNotEmpty();
        assertThat(Files.readString(CHECKOUT.resolve("README.md")))
                .contains("(" + CHECKOUT.relativize(tour.getFirst()) + ")");
        for (int i = 0; i + 1 < tour.size(); i++) {
            assertThat(Files.readAllLines(tour.get(i)).getLast())
                    .as("the last line of " + tour.get(i))
                    .contains("(" + tour.get(i + 1).getFileName() + ")");
        }
    }
}

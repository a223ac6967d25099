package dev.reservoir.testing.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/ERRORS.md}: the names of errors and the sentences that tell them. */
final class ErrorsPage {
    private static final Pattern ROW = Pattern.compile("\\| ([^|`]+) \\| `([^`]+)` \\|.*\\|.*\\|");
    private static final Pattern PLACE = Pattern.compile("<[^<>]*>");

    private ErrorsPage() {}

    /** Each error's sentence, in the page's order. */
    static Map<String, String> sentences() throws IOException {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (String line : Files.readAllLines(page())) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && sentences.put(row.group(1), row.group(2)) != null) {
                throw new IllegalStateException("two errors are called " + row.group(1));
            }
            if (!row.matches() && line.startsWith("| ") && !line.startsWith("| error ")) {
                throw new IllegalStateException("no row of an error: " + line);
            }
        }
        return sentences;
    }

    /** What a sentence looks like with its places filled in. */
    static Pattern pattern(String sentence) {
        StringBuilder pattern = new StringBuilder();
        Matcher place = PLACE.matcher(sentence);
        int from = 0;
        while (place.find()) {
            pattern.append(Pattern.quote(sentence.substring(from, place.start()))).append(".*?");
            from = place.end();
        }
        return Pattern.compile(pattern + Pattern.quote(sentence.substring(from)));
    }

    private static Path page() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("docs/ERRORS.md"))) {
            at = Objects.requireNonNull(at.getParent(), "no docs/ERRORS.md above here");
        }
        return at.resolve("docs/ERRORS.md");
    }
}

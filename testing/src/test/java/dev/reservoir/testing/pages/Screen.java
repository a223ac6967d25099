package dev.reservoir.testing.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a page says that a command prints. Runs of blanks count as one, empty lines and colours not
 * at all; {@code ...} stands for anything in a line, and alone on a line for any lines.
 */
final class Screen {
    private static final String ANYTHING = "...";
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;?]*[a-zA-Z]");

    /** What the shell remarks when a background job has ended. */
    private static final Pattern JOBS = Pattern.compile("(?m)^\\S*terminal.sh: line \\d+: .*$");

    private static final Pattern PROMPTS = Pattern.compile("(?m)^(?:> ?)+");

    private final boolean anyOrder;
    private final List<String> expected = new ArrayList<>();

    Screen(boolean anyOrder) {
        this.anyOrder = anyOrder;
    }

    void expect(String line) {
        expected.add(squeezed(line));
    }

    /** The lines of an output, without what does not count. */
    static List<String> lines(String output, boolean prompts) {
        String plain = COLOURS.matcher(output.replace("\r", "")).replaceAll("");
        plain = JOBS.matcher(plain).replaceAll("");
        if (prompts) {
            plain = PROMPTS.matcher(plain).replaceAll("");
        }
        return plain.lines().map(Screen::squeezed).filter(line -> !line.isEmpty()).toList();
    }

    private static String squeezed(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    /** Whether all that is expected was printed; more may follow. */
    boolean isIn(List<String> printed) {
        return anyOrder
                ? missing(printed).isEmpty()
                : pattern(expected, ".*").matcher(text(printed)).matches();
    }

    /** What is wrong with an output that is complete; empty when nothing is. */
    Optional<String> differs(List<String> printed) {
        if (anyOrder) {
            return differsInAnyOrder(printed);
        }
        if (pattern(expected, "").matcher(text(printed)).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                firstMissing(printed)
                        .map(line -> "not printed: " + line)
                        .orElse("more was printed than the page shows"));
    }

    /** The first line that was expected and is not there. */
    Optional<String> firstMissing(List<String> printed) {
        if (anyOrder) {
            return missing(printed).stream().findFirst();
        }
        for (int count = 1; count <= expected.size(); count++) {
            if (!pattern(expected.subList(0, count), ".*").matcher(text(printed)).matches()) {
                return Optional.of(expected.get(count - 1));
            }
        }
        return Optional.empty();
    }

    private Optional<String> differsInAnyOrder(List<String> printed) {
        List<String> missing = missing(printed);
        if (!missing.isEmpty()) {
            return Optional.of("not printed: " + missing.getFirst());
        }
        boolean more = printed.size() > expected.size() && !expected.contains(ANYTHING);
        return more ? Optional.of("more was printed than the page shows") : Optional.empty();
    }

    private List<String> missing(List<String> printed) {
        List<String> left = new ArrayList<>(printed);
        List<String> missing = new ArrayList<>();
        for (String line : expected) {
            if (line.equals(ANYTHING)) {
                continue;
            }
            Pattern pattern = Pattern.compile(inLine(line));
            Optional<String> found =
                    left.stream().filter(text -> pattern.matcher(text).matches()).findFirst();
            found.ifPresentOrElse(left::remove, () -> missing.add(line));
        }
        return missing;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static Pattern pattern(List<String> lines, String rest) {
        StringBuilder pattern = new StringBuilder();
        for (String line : lines) {
            pattern.append(line.equals(ANYTHING) ? "(?:[^\n]*\n)*?" : inLine(line) + "\n");
        }
        return Pattern.compile(lines.isEmpty() ? "\n?" + rest : pattern + rest, Pattern.DOTALL);
    }

    private static String inLine(String line) {
        StringBuilder pattern = new StringBuilder();
        for (String part : line.split(Pattern.quote(ANYTHING), -1)) {
            pattern.append(pattern.isEmpty() ? "" : "[^\n]*").append(Pattern.quote(part));
        }
        return pattern.toString();
    }
}

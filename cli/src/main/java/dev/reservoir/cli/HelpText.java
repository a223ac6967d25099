package dev.reservoir.cli;

import java.util.ArrayList;
import java.util.List;

/** The text of {@code --help}: an option a paragraph, its meaning beside it. */
final class HelpText {
    private static final int WIDTH = 100;
    private static final int INDENT = 34;
    private static final int GAP = 3;

    private HelpText() {}

    static String of(String name, Command command, OptionTable options) {
        StringBuilder text = new StringBuilder();
        wrapped(name + ": " + command.description(), WIDTH)
                .forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        text.append("Usage: ").append(name);
        options.positionals().forEach(each -> text.append(' ').append(each.usage()));
        text.append(" [OPTIONS]\n\n");
        options.positionals().forEach(each -> paragraph(each.label(), each.help(), text));
        for (OptionTable.Entry entry : options.entries().values()) {
            String label = entry.label().isEmpty() ? "" : " " + entry.label();
            paragraph(names(entry) + label, entry.help(), text);
        }
        examples(command.examples(), text);
        return text.append("\nDetails and what differs from Apache Kafka: docs/CLI.md").toString();
    }

    private static String names(OptionTable.Entry entry) {
        String letter = entry.names().letter();
        return (letter.isEmpty() ? "" : letter + ", ") + entry.names().name();
    }

    /** What is explained, and beside it the explanation. */
    static void paragraph(String what, String explanation, StringBuilder text) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : explanation.split("\n", -1)) {
            lines.addAll(wrapped(paragraph, WIDTH - INDENT));
        }
        text.append("  ").append(what);
        if (what.length() + 2 < INDENT - 1) {
            text.repeat(' ', INDENT - 2 - what.length()).append(lines.removeFirst());
        }
        text.append('\n');
        lines.forEach(line -> text.repeat(' ', INDENT).append(line).append('\n'));
    }

    private static void examples(List<Example> examples, StringBuilder text) {
        if (!examples.isEmpty()) {
            text.append("\nExamples:\n");
            int width = examples.stream().mapToInt(each -> each.line().length()).max().orElse(0);
            for (Example example : examples) {
                String line = "  " + example.line();
                if (width + example.meaning().length() + GAP + 2 > WIDTH) {
                    text.append(line).append("\n       ").append(example.meaning()).append('\n');
                } else {
                    String pad = " ".repeat(width - example.line().length() + GAP);
                    text.append((line + pad + example.meaning()).stripTrailing()).append('\n');
                }
            }
        }
    }

    /**
     * The text in lines of at most {@code width}, cut at spaces where there are any; spaces in
     * front stay.
     */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int cut = space > 0 ? space : width;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}

package dev.reservoir.cli;

import java.util.ArrayList;
import java.util.List;

/** The text of {@code --help}: an option a paragraph, its meaning beside it. */
final class HelpText {
    private static final int WIDTH = 100;
    private static final int INDENT = 34;

    private HelpText() {}

    static String of(String name, Command command, OptionTable options) {
        StringBuilder text = new StringBuilder();
        wrapped(name + ": " + command.description(), WIDTH)
                .forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        for (OptionTable.Entry entry : options.entries().values()) {
            String option =
                    "  " + entry.name() + (entry.label().isEmpty() ? "" : " " + entry.label());
            List<String> lines = new ArrayList<>();
            for (String paragraph : entry.help().split("\n", -1)) {
                lines.addAll(wrapped(paragraph, WIDTH - INDENT));
            }
            if (option.length() < INDENT - 1) {
                text.append(option)
                        .repeat(' ', INDENT - option.length())
                        .append(lines.removeFirst())
                        .append('\n');
            } else {
                text.append(option).append('\n');
            }
            lines.forEach(line -> text.repeat(' ', INDENT).append(line).append('\n'));
        }
        return text.append("\nDetails and what differs from Apache Kafka: docs/CLI.md").toString();
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

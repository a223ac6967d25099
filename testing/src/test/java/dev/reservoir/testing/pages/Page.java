package dev.reservoir.testing.pages;

import dev.reservoir.testing.pages.Block.Line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation. Its syntax is described in docs/STYLE.md.
 *
 * @param file where it is
 * @param needs the programs that must be there for its commands
 * @param blocks what is typed and shown, in the order of the page
 */
record Page(Path file, List<String> needs, List<Block> blocks) {
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");
    private static final Pattern NEEDS = Pattern.compile("needs: (.+)");
    private static final Pattern NOT_RUN = Pattern.compile("not run: \\S.*");
    private static final Pattern EXIT_CODE = Pattern.compile("exit code: (\\d+)");
    private static final Pattern TERMINAL = Pattern.compile("terminal: (\\S.*)");
    private static final String FENCE = "```";

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException when it is not as docs/STYLE.md says; the message has file
     *     and line
     */
    static Page parse(Path file, List<String> lines) {
        return new Parser(file, lines).parse();
    }

    private static final class Parser {
        private final Path file;
        private final List<String> lines;
        private final List<String> needs = new ArrayList<>();
        private final List<Block> blocks = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();
        private int at;

        Parser(Path file, List<String> lines) {
            this.file = file;
            this.lines = lines;
        }

        Page parse() {
            for (at = 0; at < lines.size(); at++) {
                String line = lines.get(at);
                Matcher comment = COMMENT.matcher(line.strip());
                if (comment.matches()) {
                    remark(comment.group(1));
                } else if (line.strip().startsWith(FENCE)) {
                    fence(line);
                    remarks.clear();
                } else if (!line.isBlank()) {
                    remarks.clear();
                }
            }
            return new Page(file, List.copyOf(needs), List.copyOf(blocks));
        }

        private void remark(String text) {
            Matcher needed = NEEDS.matcher(text);
            if (needed.matches()) {
                needs.addAll(List.of(needed.group(1).split(", *")));
            } else {
                remarks.add(text);
            }
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(file + ":" + (at + 1) + ": " + what);
        }

        private void fence(String opening) {
            int start = at;
            int indented = opening.indexOf(FENCE);
            List<String> inside = new ArrayList<>();
            for (at++; !lines.get(at).strip().equals(FENCE); at++) {
                String line = lines.get(at);
                inside.add(line.isBlank() ? "" : line.substring(indented));
                if (at + 1 == lines.size()) {
                    at = start;
                    throw wrong("this block does not end");
                }
            }
            boolean prompts = inside.stream().anyMatch(line -> line.startsWith("$ "));
            if (!opening.strip().equals(FENCE + "console")) {
                if (prompts) {
                    throw wrong("a block with commands must begin with ```console");
                }
            } else if (remarks.stream().noneMatch(text -> NOT_RUN.matcher(text).matches())) {
                blocks.add(block(start + 1, inside));
            }
        }

        private Block block(int line, List<String> inside) {
            String terminal = "main";
            boolean runsOn = false;
            boolean anyOrder = false;
            int exitCode = 0;
            for (String remark : remarks) {
                for (String word : remark.split(", *")) {
                    Matcher named = TERMINAL.matcher(word);
                    Matcher code = EXIT_CODE.matcher(word);
                    if (named.matches()) {
                        terminal = named.group(1);
                    } else if (code.matches()) {
                        exitCode = Integer.parseInt(code.group(1));
                    } else if (word.equals("runs on")) {
                        runsOn = true;
                    } else if (word.equals("any order")) {
                        anyOrder = true;
                    } else {
                        throw wrong("docs/STYLE.md does not know the remark " + word);
                    }
                }
            }
            return new Block(line, terminal, runsOn, anyOrder, exitCode, typedAndShown(inside));
        }

        private static List<Line> typedAndShown(List<String> inside) {
            List<Line> found = new ArrayList<>();
            for (int i = 0; i < inside.size(); i++) {
                String line = inside.get(i);
                if (line.startsWith("$ ")) {
                    StringBuilder command = new StringBuilder(line.substring(2));
                    while (command.charAt(command.length() - 1) == '\\' && i + 1 < inside.size()) {
                        command.append('\n').append(inside.get(++i));
                    }
                    found.add(new Line.Command(command.toString()));
                } else if (line.startsWith(">")) {
                    found.add(new Line.Typed(line.substring(1).stripLeading()));
                } else if (line.equals("^C")) {
                    found.add(new Line.Interrupt());
                } else if (line.equals("^D")) {
                    found.add(new Line.EndOfInput());
                } else if (!line.isBlank()) {
                    found.add(new Line.Printed(line));
                }
            }
            return found;
        }
    }
}

package dev.reservoir.testing.pages;

import dev.reservoir.testing.pages.Block.Line;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A reader at one terminal: types what the page says, waits for what it says is printed, and
 * complains where it is not so. Used by one thread.
 */
final class Reader {
    /** The longest that anything takes: the first installation of libraries. */
    private static final long PATIENCE_S = 180;

    private static final long POLL_MS = 20;
    private static final int SHOWN = 4000;

    private final Terminal terminal;
    private final Desk desk;
    private Screen screen = new Screen(false);
    private String where = "";
    private String command = "";
    private int exitCode;
    private boolean typed;
    private boolean interrupted;
    private boolean begun;

    Reader(Terminal terminal, Desk desk) {
        this.terminal = terminal;
        this.desk = desk;
    }

    /** Does what a block says. */
    void read(Page page, Block block) throws IOException, InterruptedException {
        boolean interactive = block.lines().stream().anyMatch(Line.Typed.class::isInstance);
        for (Line line : block.lines()) {
            switch (line) {
                case Line.Command(String text) -> {
                    finish();
                    where = page.file() + ":" + block.line();
                    command = text;
                    screen = new Screen(block.anyOrder());
                    typed = interactive;
                    interrupted = false;
                    begun = true;
                    exitCode = 0;
                    terminal.start(desk.asTypedHere(text), interactive);
                }
                case Line.Printed(String text) -> screen.expect(text);
                case Line.Typed(String text) -> {
                    awaitWhatIsShown();
                    terminal.type(text);
                }
                case Line.EndOfInput() -> {
                    awaitWhatIsShown();
                    terminal.endInput();
                }
                case Line.Interrupt() -> {
                    awaitWhatIsShown();
                    interrupted = true;
                    terminal.interrupt();
                }
            }
        }
        exitCode = block.exitCode();
        boolean goesOn =
                block.runsOn() || block.lines().stream().noneMatch(Line.Command.class::isInstance);
        if (goesOn && !interrupted) {
            awaitWhatIsShown();
        } else {
            finish();
        }
    }

    private List<String> printed() throws IOException {
        return Screen.lines(desk.asThePageSays(terminal.printed()), typed);
    }

    private void awaitWhatIsShown() throws IOException, InterruptedException {
        long end = end();
        while (!screen.isIn(printed())) {
            if (terminal.isIdle() && !screen.isIn(printed())) {
                throw wrong("ended; not printed: " + screen.firstMissing(printed()).orElse(""));
            }
            pause(end, "not printed: " + screen.firstMissing(printed()).orElse(""));
        }
    }

    /** Waits until the command, if any, has ended, and looks at all that it printed. */
    void finish() throws IOException, InterruptedException {
        if (!begun) {
            return;
        }
        long end = end();
        while (!terminal.isIdle()) {
            pause(end, "still running");
        }
        begun = false;
        screen.differs(printed())
                .ifPresent(difference -> {
                    throw wrong(difference);
                });
        if (!interrupted && terminal.exitCode() != exitCode) {
            throw wrong("exit code " + terminal.exitCode() + ", not " + exitCode);
        }
    }

    /** Ends what the page leaves running. */
    void leave() throws IOException, InterruptedException {
        if (begun && !terminal.isIdle()) {
            interrupted = true;
            terminal.interrupt();
            long end = end();
            while (!terminal.isIdle()) {
                pause(end, "still running after Ctrl+C");
            }
        }
        begun = false;
    }

    private static long end() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    }

    private void pause(long end, String complaint) throws InterruptedException {
        if (System.nanoTime() > end || terminal.isClosed()) {
            throw wrong(complaint + " (waited " + PATIENCE_S + " s)");
        }
        Thread.sleep(POLL_MS);
    }

    private AssertionError wrong(String what) {
        String text;
        try {
            text = String.join("\n", printed());
        } catch (IOException e) {
            text = e.toString();
        }
        String shown = text.length() > SHOWN ? "..." + text.substring(text.length() - SHOWN) : text;
        return new AssertionError(
                where
                        + ": "
                        + what
                        + "\n$ "
                        + command
                        + "\n"
                        + shown
                        + "\n(end of what it printed)");
    }
}

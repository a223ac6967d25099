package dev.reservoir.orders.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A terminal's whole screen, drawn over what was there before, so that nothing flickers. It is a
 * second screen of the terminal: what was on the first is there again afterwards.
 */
final class ScreenView implements View {
    private static final String ENTER = "\033[?1049h\033[?25l\033[2J";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE_END = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final PrintStream out;
    private final EventLog log;
    private final boolean colours;
    private final AtomicBoolean resized = new AtomicBoolean(true);
    private final AtomicBoolean left = new AtomicBoolean();
    private Size size = new Size(80, 24);

    private record Size(int columns, int rows) {}

    ScreenView(PrintStream out, EventLog log, boolean colours) {
        this.out = out;
        this.log = log;
        this.colours = colours;
        Signals.handle("WINCH", () -> resized.set(true));
        out.print(ENTER);
        out.flush();
    }

    @Override
    public void show(Scene scene) {
        if (resized.getAndSet(false)) {
            size = measure(size);
        }
        List<Text> lines = Picture.of(scene, log, size.rows());
        StringBuilder screen = new StringBuilder(HOME);
        for (int i = 0; i < Math.min(lines.size(), size.rows()); i++) {
            Text line = lines.get(i);
            screen.append(i == 0 ? "" : "\r\n").append(line.render(size.columns(), colours));
            // In a full line the cursor stands on the last letter, which would be cleared.
            screen.append(line.length() < size.columns() ? CLEAR_LINE_END : "");
        }
        out.print(screen.append(CLEAR_BELOW));
        out.flush();
    }

    /** Asks the terminal how large it is; only a program that has it as standard input can. */
    private static Size measure(Size otherwise) {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String[] numbers = answer.strip().split(" ");
            if (stty.waitFor(1, TimeUnit.SECONDS) && numbers.length == 2) {
                int rows = Integer.parseInt(numbers[0]);
                int columns = Integer.parseInt(numbers[1]);
                return rows > 0 && columns > 0 ? new Size(columns, rows) : otherwise;
            }
        } catch (IOException | NumberFormatException _) {
            // Drawn as large as before.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return otherwise;
    }

    /** May be called by any thread. */
    @Override
    public void close() {
        if (!left.getAndSet(true)) {
            out.print(LEAVE);
            out.flush();
        }
    }
}

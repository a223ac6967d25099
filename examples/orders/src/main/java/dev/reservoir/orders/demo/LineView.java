package dev.reservoir.orders.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * For files, pipes and plain terminals: a line with the figures every second, and a line for
 * everything notable.
 */
final class LineView implements View {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final PrintStream out;
    private final EventLog log;
    private long told;
    private Duration next = Duration.ZERO;

    LineView(PrintStream out, EventLog log) {
        this.out = out;
        this.log = log;
    }

    @Override
    public void show(Scene scene) {
        for (EventLog.Line line : log.newsSince(told)) {
            told = line.number();
            out.println(scene.clock() + "  " + line.source() + ": " + line.text());
        }
        if (scene.elapsed().compareTo(next) >= 0) {
            out.println(figures(scene));
            next = scene.elapsed().plus(PERIOD);
        }
        out.flush();
    }

    private static String figures(Scene scene) {
        long running =
                scene.services().stream()
                        .filter(service -> service.state() == Child.State.RUNNING)
                        .count();
        String lags =
                scene.services().stream()
                        .filter(service -> !service.name().consumes().isEmpty())
                        .map(service -> service.name().word() + " " + lag(service))
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s  orders %d  paid %d  declined %d  shipped %d  stock %d  lag: %s  running %d of"
                        + " %d",
                scene.clock(),
                scene.figures().orders(),
                scene.figures().paid(),
                scene.figures().declined(),
                scene.figures().shipped(),
                scene.figures().stockLeft(),
                lags,
                running,
                scene.services().size());
    }

    private static String lag(Scene.Service service) {
        return service.lag().isPresent() ? Long.toString(service.lag().getAsLong()) : "?";
    }

    @Override
    public void close() {
        out.flush();
    }
}

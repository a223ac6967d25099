package dev.reservoir.orders.demo;

import dev.reservoir.orders.demo.Text.Style;
import dev.reservoir.orders.service.ServiceName;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Lays a scene out in lines. */
final class Picture {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int NEWS = 4;
    private static final int NAME = 10;
    private static final int STATE = 8;
    private static final int PID = 8;
    private static final int RESTARTS = 9;
    private static final int DONE = 26;
    private static final int LABEL = 11;

    private Picture() {}

    /**
     * @param height lines there is room for; the log gets what is left
     */
    static List<Text> of(Scene scene, EventLog log, int height) {
        List<Text> lines = new ArrayList<>();
        lines.add(
                Text.of(Style.BOLD, "The order pipeline")
                        .add(Style.PLAIN, "   " + scene.clock() + "   ")
                        .add(Style.FAINT, scene.doing()));
        lines.add(Text.empty());
        lines.add(
                Text.empty()
                        .column(Style.FAINT, "service", NAME)
                        .column(Style.FAINT, "state", STATE)
                        .column(Style.FAINT, "process", PID)
                        .column(Style.FAINT, "restarts", RESTARTS)
                        .column(Style.FAINT, "has done", DONE)
                        .add(Style.FAINT, "lag"));
        scene.services().forEach(service -> lines.add(service(scene, service)));
        lines.add(Text.empty());
        lines.add(
                labelled("stock left")
                        .add(
                                Style.PLAIN,
                                Scene.count(scene.figures().stockLeft())
                                        + " of "
                                        + Scene.count(scene.figures().stockInitial())));
        lines.add(
                labelled("invariants")
                        .add(scene.broken() ? Style.BAD : Style.GOOD, scene.invariants()));
        lines.add(labelled("broker").add(Style.PLAIN, scene.broker()));
        lines.add(labelled("databases").add(Style.PLAIN, scene.directory().toString()));
        if (!scene.killing().isEmpty()) {
            lines.add(labelled("kills").add(Style.PLAIN, scene.killing()));
        }
        lines.add(Text.empty());
        int room = Math.max(0, height - lines.size());
        List<EventLog.Line> news = log.latestNews(Math.min(NEWS, room));
        news.forEach(line -> lines.add(line(line, newsStyle(line))));
        log.latestOrders(room - news.size()).forEach(line -> lines.add(line(line, Style.PLAIN)));
        return lines;
    }

    private static Text service(Scene scene, Scene.Service service) {
        boolean lives =
                service.state() == Child.State.RUNNING || service.state() == Child.State.PAUSED;
        Style style = service.state() == Child.State.RUNNING ? Style.GOOD : Style.BAD;
        return Text.empty()
                .column(Style.BOLD, service.name().word(), NAME)
                .column(style, word(service.state()), STATE)
                .column(Style.PLAIN, lives ? Long.toString(service.pid()) : "", PID)
                .column(Style.PLAIN, Integer.toString(service.restarts()), RESTARTS)
                .column(Style.PLAIN, scene.done(service.name()), DONE)
                .add(Style.PLAIN, lag(service));
    }

    private static String lag(Scene.Service service) {
        if (service.name() == ServiceName.ORDERS) {
            return "";
        }
        return service.lag().isPresent() ? Scene.count(service.lag().getAsLong()) : "?";
    }

    private static String word(Child.State state) {
        return switch (state) {
            case RUNNING -> "running";
            case PAUSED -> "paused";
            case DOWN -> "down";
            case STOPPED -> "stopped";
        };
    }

    private static Text labelled(String label) {
        return Text.empty().column(Style.FAINT, label, LABEL);
    }

    private static Style newsStyle(EventLog.Line line) {
        return line.text().startsWith(Checker.BROKEN) ? Style.BAD : Style.WARNING;
    }

    private static Text line(EventLog.Line line, Style style) {
        return Text.empty()
                .column(Style.FAINT, TIME.format(line.time()), "00:00:00".length())
                .column(Style.BOLD, line.source(), NAME)
                .add(style, line.text());
    }
}

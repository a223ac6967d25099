package dev.reservoir.coord.script;

import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Command;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.LogEntry;
import dev.reservoir.coord.runner.Machine;
import dev.reservoir.coord.runner.Now;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs one script against a machine. A line that starts with {@code >} is a command; what follows
 * it, indented, is what came out: events (a starred one is written to the log) and answers. {@code
 * > config} makes the machine anew, {@code > time T} moves the clock and fires timers, {@code >
 * restart} folds the log again.
 *
 * @param <S> the state
 * @param <C> the commands
 * @param <E> the events
 */
public abstract class MachineScript<S, C extends Command<?>, E> {
    private final List<String> out = new ArrayList<>();
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Long, C> unanswered = new HashMap<>();
    private Machine<S, C, E> machine;
    private S state;
    private long time;
    private long ticket;

    protected MachineScript(Machine<S, C, E> machine) {
        this.machine = machine;
        this.state = machine.empty();
    }

    protected abstract Machine<S, C, E> configured(Words words);

    protected abstract C parse(String name, Words words);

    /**
     * Serves a word that is no command of the machine.
     *
     * @return whether it was one
     */
    protected abstract boolean serve(String name, Words words);

    protected abstract String command(C command);

    protected abstract String event(E event);

    protected abstract String result(Object result);

    /** The script with what comes out of its commands in the place of what stands there. */
    public final String run(String script) {
        script.lines().filter(line -> !line.startsWith("    ")).forEach(this::line);
        return String.join("\n", out) + "\n";
    }

    private void line(String line) {
        out.add(line);
        if (line.startsWith("> ")) {
            List<String> words = List.of(line.substring(2).trim().split(" +"));
            command(words.getFirst(), new Words(words));
        }
    }

    private void command(String name, Words words) {
        switch (name) {
            case "config" -> machine = configured(words);
            case "time" -> advance(Long.parseLong(words.first()));
            case "restart" -> restart();
            default -> {
                if (!serve(name, words)) {
                    ask(parse(name, words));
                }
            }
        }
    }

    private void ask(C command) {
        ticket++;
        print("#" + ticket);
        unanswered.put(ticket, command);
        take(machine.decide(state, ticket, command, now()));
    }

    private void advance(long to) {
        while (machine.nextDeadline(state) <= to) {
            time = Math.max(time, machine.nextDeadline(state));
            C due = Objects.requireNonNull(machine.due(state, now()));
            print("at " + time + " " + command(due));
            take(machine.decide(state, 0, due, now()));
        }
        time = to;
    }

    private void restart() {
        state = machine.empty();
        unanswered.clear();
        for (LogEntry entry : log) {
            E event = machine.decode(entry);
            if (event != null) {
                machine.apply(state, event);
            }
        }
        take(machine.decide(state, 0, machine.onLoaded(), now()));
    }

    private void take(Decision<E> decision) {
        decision.events().forEach(this::happens);
        for (Answer answer : decision.answers()) {
            boolean waited = unanswered.remove(answer.ticket()) != null;
            print("#" + answer.ticket() + " <- " + result(answer.result()) + (waited ? "" : " ?"));
        }
        for (long waiting : decision.again()) {
            print("#" + waiting + " again");
            C command = Objects.requireNonNull(unanswered.get(waiting), "it was answered");
            take(machine.decide(state, waiting, command, now()));
        }
    }

    /** An event is applied and, where the machine says so, written. */
    protected final void happens(E event) {
        LogEntry entry = machine.encode(event);
        if (entry != null) {
            log.add(entry);
        }
        machine.apply(state, event);
        print((entry == null ? "  " : "* ") + event(event));
    }

    protected final S state() {
        return state;
    }

    protected final Now now() {
        return new Now(1_000_000 + time, time);
    }

    protected final void print(String text) {
        out.add("    " + text);
    }
}

package dev.reservoir.orders.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A program that is kept running: whenever its process ends, another is started, until {@link
 * #stop}. All methods may be called by any thread.
 */
final class Child {
    private static final long RESTART_PAUSE_MS = 1_000;
    private static final long GOODBYE_MS = 8_000;

    /** How a child is. */
    enum State {
        RUNNING,
        /** Somebody has sent it SIGSTOP; seen on Linux only. */
        PAUSED,
        /** It has ended, by itself or by a kill, and is about to be started again. */
        DOWN,
        STOPPED
    }

    /** Takes the lines that a child prints. */
    interface Listener {
        /** A line of standard output. */
        void said(String line);

        /** A line of standard error. */
        void complained(String line);

        /** It ended without having been told to, with this exit code, and will be started again. */
        void ended(int exitCode);
    }

    private final String name;
    private final Supplier<List<String>> command;
    private final Listener listener;

    private @Nullable Leash leash;
    private @Nullable Thread keeper;
    private State state = State.STOPPED;
    private int restarts;

    /**
     * @param command asked for at each start
     */
    Child(String name, Supplier<List<String>> command, Listener listener) {
        this.name = name;
        this.command = command;
        this.listener = listener;
    }

    /** Starts the program, which is not running. */
    synchronized void start() {
        launch();
        keeper = Thread.ofPlatform().daemon().name("keep-" + name).start(this::keep);
    }

    private synchronized Process launch() {
        try {
            Leash launched = Leash.start(command.get());
            leash = launched;
            state = State.RUNNING;
            return launched.process();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private void keep() {
        try {
            while (true) {
                int exitCode = listenToTheEnd();
                synchronized (this) {
                    if (state == State.STOPPED) {
                        return;
                    }
                    state = State.DOWN;
                }
                listener.ended(exitCode);
                Thread.sleep(RESTART_PAUSE_MS);
                synchronized (this) {
                    if (state == State.STOPPED) {
                        return;
                    }
                    launch();
                    restarts++;
                }
            }
        } catch (InterruptedException _) {
            // Stopped in the pause before a restart.
        }
    }

    private int listenToTheEnd() throws InterruptedException {
        Leash current;
        synchronized (this) {
            current = Objects.requireNonNull(leash);
        }
        Process process = current.process();
        Thread complaints =
                Thread.ofPlatform()
                        .daemon()
                        .name("complaints-" + name)
                        .start(() -> read(process.getErrorStream(), false));
        read(process.getInputStream(), true);
        int exitCode = process.waitFor();
        complaints.join();
        current.letGo();
        return exitCode;
    }

    private void read(InputStream stream, boolean said) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (said) {
                    listener.said(line);
                } else {
                    listener.complained(line);
                }
            }
        } catch (IOException _) {
            // The process is being killed.
        }
    }

    /** Kills the process, as {@code kill -9} does; another is started soon. */
    synchronized void kill() {
        if (state == State.RUNNING && leash != null) {
            leash.process().destroyForcibly();
        }
    }

    /** Ends the process and starts no other. Waits for its end; what takes too long is killed. */
    void stop() throws InterruptedException {
        Leash last;
        Thread waiting;
        synchronized (this) {
            if (state == State.DOWN && keeper != null) {
                keeper.interrupt();
            }
            state = State.STOPPED;
            last = leash;
            waiting = keeper;
        }
        if (last != null && waiting != null) {
            last.process().destroy();
            if (!last.process().waitFor(GOODBYE_MS, TimeUnit.MILLISECONDS)) {
                last.process().destroyForcibly();
            }
            waiting.join();
        }
    }

    String name() {
        return name;
    }

    synchronized State state() {
        return state == State.RUNNING && isPaused() ? State.PAUSED : state;
    }

    private boolean isPaused() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException _) {
            return false;
        }
    }

    /** Of the process that runs now or ran last; 0 before the first start. */
    synchronized long pid() {
        return leash == null ? 0 : leash.process().pid();
    }

    synchronized int restarts() {
        return restarts;
    }
}

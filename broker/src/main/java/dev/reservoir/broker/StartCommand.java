package dev.reservoir.broker;

import dev.reservoir.meta.config.BrokerConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** {@code reservoir start}: runs a broker until the process is told to stop. */
final class StartCommand {
    /** The command's result while the broker runs on. */
    static final int RUNNING = -1;

    /** Where commands look for a broker unless they are told. */
    private static final String DEFAULT_ADDRESS = "localhost:9092";

    private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);

    private final PrintStream out;

    StartCommand(PrintStream out) {
        this.out = out;
    }

    int run(String[] arguments) {
        StartOptions options = new StartOptions(arguments);
        if (options.wantsHelp()) {
            out.print(StartOptions.HELP);
            return 0;
        }
        if (options.wantsVersion()) {
            out.println(Main.version());
            return 0;
        }
        BrokerConfig config = options.config();
        config.notices().forEach(notice -> LOG.warn("{}", notice));
        RunningBroker broker = RunningBroker.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "stop"));
        greet(broker);
        return RUNNING;
    }

    private void greet(RunningBroker broker) {
        out.printf(
                "Reservoir listens on %s, its data is in %s (up after %d ms).%n",
                broker.listensOn(), broker.dataDirectory(), System.currentTimeMillis() - begunMs());
        out.printf(
                "Next, in another terminal: bin/reservoir produce hello%s%n",
                broker.bootstrapAddress().equals(DEFAULT_ADDRESS)
                        ? ""
                        : " -b " + broker.bootstrapAddress());
        out.println("Ctrl+C stops it.");
        out.flush();
    }

    /** When the user's command began, but for what it built first. */
    private static long begunMs() {
        long now = System.currentTimeMillis();
        return Long.getLong(
                "reservoir.begun",
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .orElse(now));
    }

    private void stop(RunningBroker broker) {
        long begun = System.nanoTime();
        broker.close();
        out.printf(
                "Stopped cleanly in %d ms.%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        out.flush();
    }
}

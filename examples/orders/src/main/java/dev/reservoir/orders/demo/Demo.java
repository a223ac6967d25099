package dev.reservoir.orders.demo;

import dev.reservoir.orders.check.Books;
import dev.reservoir.orders.service.ServiceProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Runs the shop: a broker, if none was named, and the four services; shows what they do, kills them
 * if asked to, lets the pipeline drain at the end, and gives a verdict.
 */
public final class Demo {
    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int PATIENCE_MS = 5_000;

    private final DemoSettings settings;
    private final Path program;
    private final Console console;
    private final EventLog log = new EventLog(Clock.system(ZoneId.systemDefault()));

    /**
     * @param program bin/reservoir, which starts a broker
     */
    public Demo(DemoSettings settings, Path program, Console console) {
        this.settings = settings;
        this.program = program;
        this.console = console;
    }

    /**
     * Runs to the end.
     *
     * @return the process's exit code: 0 if every invariant was kept, else 1
     * @throws DemoException if the demo cannot begin, or cannot see what it does
     */
    public int run() throws InterruptedException {
        if (settings.bootstrap() != null) {
            // If it is not there, that is said before anything is made.
            admin(settings.bootstrap()).close();
        }
        try (Workplace workplace = Workplace.open(settings.directory())) {
            say("Data is in " + workplace.directory() + ".");
            SqliteLibrary.unpackTo(workplace.directory());
            Verdict verdict;
            try (ShopBroker broker = broker(workplace.directory())) {
                verdict = perform(workplace.directory(), broker);
            }
            say(verdict.text());
            tidy(workplace, verdict);
            return verdict.isGood() ? GOOD : BAD;
        } catch (ExecutionException e) {
            throw new DemoException(
                    "the broker %sdoes not do what it is asked: %s"
                            .formatted(
                                    settings.bootstrap() == null
                                            ? ""
                                            : "at " + settings.bootstrap() + " ",
                                    e.getCause()),
                    e);
        } catch (IOException | SQLException e) {
            throw new DemoException(String.valueOf(e.getMessage()), e);
        }
    }

    private ShopBroker broker(Path directory) throws InterruptedException {
        String given = settings.bootstrap();
        if (given != null) {
            return new ShopBroker.Given(given);
        }
        OwnBroker own = new OwnBroker(program, directory, log, console.err()::println);
        own.start();
        say("The broker is at " + own.description() + ".");
        return own;
    }

    private Verdict perform(Path directory, ShopBroker broker)
            throws InterruptedException, ExecutionException, IOException, SQLException {
        try (Admin admin = admin(broker.bootstrap())) {
            Offsets offsets = new Offsets(admin);
            long skipped = new EarlierEvents(admin, offsets, directory).skip();
            if (skipped > 0) {
                say("The topics hold " + skipped + " events of other runs; they are passed over.");
            }
            ServiceProcess.prepare(directory);
            Show show = new Show(settings, directory, broker, offsets, log);
            try (Books books = Books.open(directory)) {
                Ending ending = new Ending(console.err(), directory);
                Verdict verdict = show.run(books, console.view(log), ending);
                say(story(show));
                return verdict;
            }
        }
    }

    /** A connection to the broker, which has answered. */
    private static Admin admin(String bootstrap) throws InterruptedException {
        Map<String, Object> settings =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        AdminClientConfig.CLIENT_ID_CONFIG,
                        "demo",
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        PATIENCE_MS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        PATIENCE_MS);
        Admin admin;
        try {
            admin = Admin.create(settings);
        } catch (KafkaException e) {
            throw noAnswer(bootstrap, e);
        }
        try {
            admin.describeCluster().clusterId().get();
            return admin;
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            throw noAnswer(bootstrap, e);
        }
    }

    private static DemoException noAnswer(String bootstrap, Exception problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        return new DemoException(
                "no broker answers at %s (%s). Start one with 'bin/reservoir start', or leave --bootstrap-server out: then the demo starts its own."
                        .formatted(bootstrap, cause.getMessage()),
                problem);
    }

    private String story(Show show) {
        return "Ran for %d s.%s%s\n"
                .formatted(
                        show.elapsed().toSeconds(),
                        settings.killing()
                                ? " Services were killed %d times (seed %d)."
                                        .formatted(show.kills(), settings.seed())
                                : "",
                        show.restarts() > 0
                                ? " They were started again %d times.".formatted(show.restarts())
                                : "");
    }

    private void tidy(Workplace workplace, Verdict verdict) throws IOException {
        if (workplace.isPassing() && verdict.isGood()) {
            workplace.discard();
        } else {
            say("The databases are in " + workplace.directory() + ".");
        }
    }

    private void say(String line) {
        console.out().println(line);
        console.out().flush();
    }
}

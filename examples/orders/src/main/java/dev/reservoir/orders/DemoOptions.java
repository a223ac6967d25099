package dev.reservoir.orders;

import dev.reservoir.orders.demo.DemoSettings;
import dev.reservoir.orders.service.ServiceName;
import dev.reservoir.orders.service.ServiceSettings;

import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command line of {@code reservoir demo orders}. */
final class DemoOptions {
    static final String HELP =
            """
            reservoir demo orders: an event-driven shop at work. Four services, each a process with a database
            of its own, talk through two topics; the demo shows what they do, and looks all the time whether each
            paid order is shipped exactly once, none unpaid, and the stock adds up.

            Usage: reservoir demo orders [OPTIONS]

              --bootstrap-server HOST:PORT  a broker that is running; without it the demo starts its own
              --data-dir DIR                where databases are kept, and the own broker's data; without it a
                                            temporary directory, removed afterwards if all went well
              --rate N                      orders a second (10)
              --duration TIME               ends by itself after 90s, 10m, 1h ...; without it Ctrl+C does
              --kill                        kills a random service (kill -9) every few seconds
              --seed N                      which one and when; the seed of each run is shown
              --service NAME                runs one service here, until Ctrl+C: orders, billing, inventory
                                            or shipping; with --bootstrap-server and --data-dir
              --help                        this text

            Ctrl+C once: no more orders, what is under way is finished, then the verdict. Twice: leaves at once.
            Exit code: 0 if every invariant was kept, 1 if not or if the pipeline did not drain, 2 for a misused
            option, 130 after a second Ctrl+C.

            Examples:
              reservoir demo orders
              reservoir demo orders --kill --duration 1m
              reservoir demo orders --bootstrap-server localhost:9092 --data-dir shop --rate 50
              reservoir demo orders --service billing --bootstrap-server localhost:9092 --data-dir shop

            What the services do and how: examples/orders/README.md
            """;

    private static final String BOOTSTRAP = "bootstrap-server";
    private static final String DATA_DIR = "data-dir";
    private static final String RATE = "rate";
    private static final String DURATION = "duration";
    private static final String KILL = "kill";
    private static final String SEED = "seed";
    private static final String SERVICE = "service";
    private static final List<String> WITH_VALUE =
            List.of(BOOTSTRAP, DATA_DIR, RATE, DURATION, SEED, SERVICE);
    private static final List<String> FLAGS = List.of(KILL, "help");

    private static final double DEFAULT_RATE = 10;
    private static final double HIGHEST_RATE = 10_000;
    private static final Pattern RATE_TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)(?:/s)?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h|)");
    private static final int SEEDS = 1_000_000;

    private final OptionSet given;

    /**
     * @throws UsageException saying which argument cannot be, and why
     */
    DemoOptions(List<String> arguments) {
        OptionParser parser = new OptionParser(false);
        WITH_VALUE.forEach(name -> parser.accepts(name).withRequiredArg());
        FLAGS.forEach(parser::accepts);
        try {
            given = parser.parse(arguments.toArray(String[]::new));
        } catch (OptionException e) {
            throw new UsageException(explained(e));
        }
        if (!given.nonOptionArguments().isEmpty()) {
            throw new UsageException(
                    "'" + given.nonOptionArguments().getFirst() + "' belongs to no option");
        }
    }

    private static String explained(OptionException problem) {
        String option = problem.options().isEmpty() ? "" : problem.options().getFirst();
        if (WITH_VALUE.contains(option)) {
            return "--" + option + " needs a value";
        }
        List<String> names = Stream.concat(WITH_VALUE.stream(), FLAGS.stream()).toList();
        return "there is no option --%s%s"
                .formatted(
                        option,
                        Nearest.of(option, names)
                                .map(near -> "; did you mean --" + near + "?")
                                .orElse(""));
    }

    /** The service that is to be run here; nothing if it is the whole demo. */
    Optional<ServiceName> service() {
        String word = text(SERVICE);
        if (word == null) {
            return Optional.empty();
        }
        for (ServiceName name : ServiceName.values()) {
            if (name.word().equals(word)) {
                return Optional.of(name);
            }
        }
        throw new UsageException(
                "there is no service '%s'; there are %s"
                        .formatted(word, String.join(", ", ServiceName.words())));
    }

    ServiceSettings serviceSettings() {
        for (String wrong : List.of(KILL, DURATION, SEED)) {
            if (given.has(wrong)) {
                throw new UsageException("--" + wrong + " is not for a single service");
            }
        }
        return new ServiceSettings(required(BOOTSTRAP), Path.of(required(DATA_DIR)), rate());
    }

    DemoSettings demoSettings() {
        String directory = text(DATA_DIR);
        return new DemoSettings(
                text(BOOTSTRAP),
                directory == null ? null : Path.of(directory),
                rate(),
                given.has(KILL),
                seed(),
                duration());
    }

    private double rate() {
        String text = text(RATE);
        if (text == null) {
            return DEFAULT_RATE;
        }
        Matcher rate = RATE_TEXT.matcher(text);
        if (!rate.matches() || Double.parseDouble(rate.group(1)) > HIGHEST_RATE) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "--rate %s is not a number of orders a second from 0 to %,.0f",
                            text,
                            HIGHEST_RATE));
        }
        return Double.parseDouble(rate.group(1));
    }

    private long seed() {
        String text = text(SEED);
        try {
            return text == null ? new Random().nextInt(SEEDS) : Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new UsageException("--seed " + text + " is not a whole number");
        }
    }

    private @Nullable Duration duration() {
        String text = text(DURATION);
        if (text == null) {
            return null;
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new UsageException(
                    "--duration " + text + " is not a time such as 90s, 10m or 1h");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private String required(String name) {
        String text = text(name);
        if (text == null) {
            throw new UsageException("--service needs --" + name + " too");
        }
        return text;
    }

    private @Nullable String text(String name) {
        List<?> values = given.valuesOf(name);
        if (values.size() > 1) {
            throw new UsageException("--" + name + " is given " + values.size() + " times");
        }
        return values.isEmpty() ? null : String.valueOf(values.getFirst());
    }
}

package dev.reservoir.broker;

import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.InvalidConfigException;
import dev.reservoir.meta.config.Settings;

import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of {@code reservoir start} and the settings they amount to. */
final class StartOptions {
    static final String HELP =
            """
            Starts a broker in the foreground; Ctrl+C stops it.

            Usage: reservoir start [OPTIONS]

            Options:
              --data-dir DIR        where the data is kept (default ./reservoir-data)
              --listen HOST:PORT    where to listen (default localhost:9092)
              --config FILE         a properties file with Kafka's names for settings
              --set KEY=VALUE       one setting; counts before the file; repeatable
              --help                this text
              --version             the version

            Examples:
              reservoir start
              reservoir start --data-dir /var/lib/reservoir --listen 0.0.0.0:9092
              reservoir start --config server.properties --set log.retention.hours=24
            """;

    private static final String DATA_DIR = "log.dirs";
    private static final String LISTENERS = "listeners";

    private final OptionParser parser = new OptionParser(false);
    private final OptionSpec<String> dataDir = parser.accepts("data-dir").withRequiredArg();
    private final OptionSpec<String> listen = parser.accepts("listen").withRequiredArg();
    private final OptionSpec<String> config = parser.accepts("config").withRequiredArg();
    private final OptionSpec<String> set = parser.accepts("set").withRequiredArg();
    private final OptionSpec<Void> help = parser.acceptsAll(List.of("help", "h"));
    private final OptionSpec<Void> version = parser.acceptsAll(List.of("version", "V"));
    private final OptionSet given;

    StartOptions(String[] arguments) {
        try {
            given = parser.parse(arguments);
        } catch (OptionException e) {
            String name = e.options().getFirst();
            String dashed = (name.length() == 1 ? "-" : "--") + name;
            String problem = String.valueOf(e.getMessage()).replace(name, dashed);
            throw new UsageException(problem + ". See reservoir start --help.");
        }
        if (!given.nonOptionArguments().isEmpty()) {
            throw new UsageException(
                    "'%s' is not an option. See reservoir start --help."
                            .formatted(given.nonOptionArguments().getFirst()));
        }
    }

    boolean wantsHelp() {
        return given.has(help);
    }

    boolean wantsVersion() {
        return given.has(version);
    }

    /** The broker's configuration: options count before assignments, those before the file. */
    BrokerConfig config() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(DATA_DIR, "reservoir-data");
        settings.put(LISTENERS, "PLAINTEXT://localhost:9092");
        settings.putAll(file());
        try {
            for (String assignment : given.valuesOf(set)) {
                Map.Entry<String, String> setting = Settings.parse(assignment);
                settings.put(setting.getKey(), setting.getValue());
            }
            if (given.has(dataDir)) {
                settings.put(DATA_DIR, last(dataDir));
            }
            if (given.has(listen)) {
                settings.put(LISTENERS, "PLAINTEXT://" + address(last(listen)));
            }
            return BrokerConfig.of(settings);
        } catch (InvalidConfigException e) {
            throw new StartException(sentence(e.getMessage()), e);
        }
    }

    /** Of an option that is given several times the last counts, as in most programs. */
    private String last(OptionSpec<String> option) {
        return given.valuesOf(option).getLast();
    }

    private static String address(String value) {
        if (value.contains("://") || !value.matches(".*:[0-9]+")) {
            throw new UsageException(
                    "Invalid value %s for --listen: must be HOST:PORT, for example localhost:9092."
                            .formatted(value));
        }
        return value;
    }

    private static String sentence(@Nullable String text) {
        return text != null && text.endsWith("?") ? text : text + ".";
    }

    private Map<String, String> file() {
        if (!given.has(config)) {
            return Map.of();
        }
        String file = last(config);
        try (InputStream properties = Files.newInputStream(Path.of(file))) {
            return Settings.read(properties);
        } catch (NoSuchFileException e) {
            throw new StartException("The configuration file " + file + " does not exist.", e);
        } catch (IOException | InvalidConfigException e) {
            throw new StartException(
                    sentence(
                            "The configuration file "
                                    + file
                                    + " cannot be used: "
                                    + e.getMessage()),
                    e);
        }
    }
}

package dev.reservoir.orders;

import dev.reservoir.orders.demo.Console;
import dev.reservoir.orders.demo.Demo;
import dev.reservoir.orders.demo.DemoException;
import dev.reservoir.orders.demo.Rehearsal;
import dev.reservoir.orders.service.ServiceName;
import dev.reservoir.orders.service.ServiceProcess;
import dev.reservoir.orders.service.ServiceSettings;
import dev.reservoir.orders.service.Voice;
import dev.reservoir.orders.storage.StorageException;

import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code reservoir demo}: the word behind it names the demo. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String DEMOS =
            """
            reservoir demo: programs that show what events are for.

            Usage: reservoir demo NAME [OPTIONS]

              orders    an event-driven shop: four services, two topics, kills if you like

            Examples:
              reservoir demo orders           shows the shop at work until Ctrl+C
              reservoir demo orders --kill    the same, while services are killed again and again
              reservoir demo orders --help    all options
            """;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws InterruptedException {
        try {
            String name = arguments.isEmpty() ? "help" : arguments.getFirst();
            return switch (name) {
                case "help", "--help", "-h" -> told(DEMOS);
                case "orders" -> orders(arguments.subList(1, arguments.size()));
                case "rehearse" -> new Rehearsal(program()).run();
                default ->
                        throw new UsageException(
                                "there is no demo '%s'; there is: orders".formatted(name));
            };
        } catch (UsageException e) {
            System.err.println("reservoir demo: " + e.getMessage() + ". See --help.");
            return MISUSED;
        } catch (DemoException | StorageException | KafkaException e) {
            System.err.println("reservoir demo: " + e.getMessage());
            return FAILED;
        }
    }

    private static int told(String text) {
        System.out.print(text);
        return 0;
    }

    private static int orders(List<String> arguments) throws InterruptedException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return told(DemoOptions.HELP);
        }
        DemoOptions options = new DemoOptions(arguments);
        Optional<ServiceName> service = options.service();
        if (service.isPresent()) {
            return serve(service.get(), options.serviceSettings());
        }
        return new Demo(options.demoSettings(), program(), Console.ofProcess()).run();
    }

    /** bin/reservoir, which knows where it is and says so. */
    private static Path program() {
        return Path.of(System.getProperty("reservoir.program", "bin/reservoir"));
    }

    private static int serve(ServiceName name, ServiceSettings settings)
            throws InterruptedException {
        try {
            Files.createDirectories(settings.directory());
        } catch (IOException e) {
            throw new UsageException("--data-dir " + settings.directory() + ": " + e);
        }
        return new ServiceProcess(name, settings, new Voice(System.out, System.err)).run();
    }
}

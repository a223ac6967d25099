package dev.reservoir.broker;

import java.io.PrintStream;
import java.util.List;

/** The {@code reservoir} program. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String HELP =
            """
            Reservoir: a Kafka-compatible event-streaming platform in one process.

            Usage: reservoir COMMAND [OPTIONS]

            Commands:
              start    start a broker in the foreground

            Options:
              --help       this text, or with a command that command's
              --version    the version

            Examples:
              reservoir start                              on localhost:9092, data in ./reservoir-data
              reservoir start --listen 0.0.0.0:9092        reachable from other machines
              reservoir start --config server.properties   settings under Kafka's names
            """;

    private Main() {}

    public static void main(String[] arguments) {
        int exit = run(List.of(arguments), System.out, System.err);
        // A started broker goes on when its command has returned.
        if (exit != StartCommand.RUNNING) {
            System.exit(exit);
        }
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            if (arguments.isEmpty()) {
                throw new UsageException(
                        "Say what to do: 'reservoir start' starts a broker. See reservoir --help.");
            }
            String command = arguments.getFirst();
            String[] rest = arguments.stream().skip(1).toArray(String[]::new);
            switch (command) {
                case "start" -> {
                    return new StartCommand(out).run(rest);
                }
                case "rehearse" -> Rehearsal.run();
                case "--help", "-h", "help" -> out.print(HELP);
                case "--version", "-V", "version" -> out.println(version());
                default ->
                        throw new UsageException(
                                "There is no command '%s'; there is: start. See reservoir --help."
                                        .formatted(command));
            }
            return 0;
        } catch (UsageException e) {
            err.println("reservoir: " + e.getMessage());
            return MISUSED;
        } catch (StartException e) {
            err.println("reservoir: " + e.getMessage());
            return FAILED;
        }
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return "reservoir " + (version == null ? "(from a folder of classes)" : version);
    }
}

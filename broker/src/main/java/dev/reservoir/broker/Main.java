package dev.reservoir.broker;

import java.io.PrintStream;
import java.util.List;

/**
 * {@code reservoir start}. The other words of {@code bin/reservoir} are commands of the room {@code
 * cli}.
 */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

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
            String command = arguments.isEmpty() ? "" : arguments.getFirst();
            String[] rest = arguments.stream().skip(1).toArray(String[]::new);
            switch (command) {
                case "start" -> {
                    return new StartCommand(out).run(rest);
                }
                case "rehearse" -> Rehearsal.run();
                default ->
                        throw new UsageException(
                                "There is no command '%s'; there is: start.".formatted(command));
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

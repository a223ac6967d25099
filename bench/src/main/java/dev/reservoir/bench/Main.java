package dev.reservoir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@code bench/run}: Reservoir and Apache Kafka side by side. */
public final class Main {
    private Main() {}

    /**
     * @param arguments three paths from the script (the program of this broker, the JDK, the jars
     *     of Apache Kafka), then the user's options
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String[] own = Arrays.copyOfRange(arguments, 3, arguments.length);
        Options options;
        try {
            options = Options.parse(own);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            return;
        }
        Path javaHome = Path.of(arguments[1]);
        List<Contender> contenders =
                List.of(
                        new ApacheKafka(javaHome.resolve("bin/java"), Path.of(arguments[2])),
                        new Reservoir(Path.of(arguments[0]), javaHome));
        Cleanup cleanup = new Cleanup();
        Runtime.getRuntime().addShutdownHook(new Thread(cleanup::everything));
        Files.createDirectories(options.directory());

        Results results = new Run(options, contenders, cleanup).all();
        Report report = new Report(results);
        System.out.print("\n" + report.table().aligned());
        if (options.quick()) {
            System.out.println("a quick run: too short for warm brokers; its figures tell little");
        }
        report.missed().forEach(line -> System.out.println("not reached: " + line));
        Path out = options.out();
        if (out != null) {
            Machine machine = new Machine(options.directory());
            Files.writeString(out, Page.of(report, Options.command(own), options.quick(), machine));
        }
        results.failures().forEach(line -> System.out.println("failed: " + line));
        System.exit(results.failures().isEmpty() ? 0 : 1);
    }
}

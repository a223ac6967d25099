package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.MessageFormatter;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;

/**
 * The formatters by the class names that Kafka gives them; anything else is looked for on the class
 * path.
 */
final class Formatters {
    static final String DEFAULT = "org.apache.kafka.tools.consumer.DefaultMessageFormatter";

    private static final Map<String, Function<PrintStream, MessageFormatter>> BUILT_IN =
            Map.of(
                    "DefaultMessageFormatter",
                    RecordFormatter::new,
                    "LoggingMessageFormatter",
                    LoggingFormatter::new,
                    "NoOpMessageFormatter",
                    _ -> new SilentFormatter(),
                    "OffsetsMessageFormatter",
                    _ -> new CoordinatorFormatter(new OffsetRecords()),
                    "GroupMetadataMessageFormatter",
                    _ -> new CoordinatorFormatter(new GroupRecords()));

    private Formatters() {}

    /**
     * A new formatter.
     *
     * @param err where it says what is not a record
     */
    static MessageFormatter create(
            String className, Map<String, String> properties, PrintStream err) {
        MessageFormatter formatter = instance(className, err);
        formatter.configure(properties);
        return formatter;
    }

    private static MessageFormatter instance(String className, PrintStream err) {
        int dot = className.lastIndexOf('.');
        String where = dot < 0 ? "" : className.substring(0, dot);
        Function<PrintStream, MessageFormatter> builtIn =
                BUILT_IN.get(className.substring(dot + 1));
        if (builtIn != null
                && (where.equals("org.apache.kafka.tools.consumer")
                        || where.equals("kafka.tools"))) {
            return builtIn.apply(err);
        }
        try {
            return Class.forName(className)
                    .asSubclass(MessageFormatter.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new UsageException(
                    "--formatter "
                            + className
                            + " cannot be used ("
                            + e
                            + "): it must be on the CLASSPATH and implement"
                            + " org.apache.kafka.common.MessageFormatter");
        }
    }
}

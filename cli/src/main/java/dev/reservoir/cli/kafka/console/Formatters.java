package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.MessageFormatter;

import java.util.Map;
import java.util.function.Supplier;

/**
 * The formatters by the class names that Kafka gives them; anything else is looked for on the class
 * path.
 */
final class Formatters {
    static final String DEFAULT = "org.apache.kafka.tools.consumer.DefaultMessageFormatter";

    private static final Map<String, Supplier<MessageFormatter>> BUILT_IN =
            Map.of(
                    "DefaultMessageFormatter",
                    RecordFormatter::new,
                    "LoggingMessageFormatter",
                    LoggingFormatter::new,
                    "NoOpMessageFormatter",
                    SilentFormatter::new,
                    "OffsetsMessageFormatter",
                    () -> new CoordinatorFormatter(new OffsetRecords()),
                    "GroupMetadataMessageFormatter",
                    () -> new CoordinatorFormatter(new GroupRecords()));

    private Formatters() {}

    static MessageFormatter create(String className, Map<String, String> properties) {
        MessageFormatter formatter = instance(className);
        formatter.configure(properties);
        return formatter;
    }

    private static MessageFormatter instance(String className) {
        int dot = className.lastIndexOf('.');
        String where = dot < 0 ? "" : className.substring(0, dot);
        Supplier<MessageFormatter> builtIn = BUILT_IN.get(className.substring(dot + 1));
        if (builtIn != null
                && (where.equals("org.apache.kafka.tools.consumer")
                        || where.equals("kafka.tools"))) {
            return builtIn.get();
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

package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Map;

/**
 * A {@code --line-reader} of the user's own: an implementation of Kafka's {@code
 * org.apache.kafka.tools.api.RecordReader} (KIP-641) on the {@code CLASSPATH}. It is known by its
 * methods, for the interface is in none of the jars here. Used by one thread.
 */
final class ForeignReader implements Closeable {
    private final Object reader;
    private final Method readRecords;

    private ForeignReader(Object reader, Method readRecords) {
        this.reader = reader;
        this.readRecords = readRecords;
    }

    /**
     * Makes one.
     *
     * @param properties the reader's, and {@code topic}
     */
    static ForeignReader create(String className, Map<String, String> properties) {
        try {
            Class<?> type = Class.forName(className);
            Method readRecords = method(type, "readRecords", InputStream.class);
            if (readRecords == null
                    || !Iterator.class.isAssignableFrom(readRecords.getReturnType())) {
                throw new UsageException(unusable(className, "it is no RecordReader"));
            }
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object reader = constructor.newInstance();
            Method configure = method(type, "configure", Map.class);
            if (configure != null) {
                configure.invoke(reader, properties);
            }
            return new ForeignReader(reader, readRecords);
        } catch (InvocationTargetException e) {
            throw new CommandFailure(unusable(className, String.valueOf(e.getCause())), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UsageException(unusable(className, e.toString()));
        }
    }

    private static String unusable(String className, String reason) {
        return "--line-reader "
                + className
                + " cannot be used ("
                + reason
                + "): it must be on the CLASSPATH and implement"
                + " org.apache.kafka.tools.api.RecordReader";
    }

    private static @Nullable Method method(Class<?> type, String name, Class<?> parameter) {
        try {
            Method method = type.getMethod(name, parameter);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException _) {
            return null;
        }
    }

    /** The records, as they come. */
    @SuppressWarnings("unchecked") // What the interface promises.
    Iterator<ProducerRecord<byte[], byte[]>> read(InputStream in) {
        try {
            return (Iterator<ProducerRecord<byte[], byte[]>>) readRecords.invoke(reader, in);
        } catch (InvocationTargetException e) {
            throw new CommandFailure("The line reader failed: " + e.getCause(), e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (reader instanceof Closeable closeable) {
            closeable.close();
        }
    }
}

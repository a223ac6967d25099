package dev.reservoir.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Settings given as {@code key=value} arguments and as files of properties. */
public final class KeyValues {
    private KeyValues() {}

    /**
     * Each argument cut at its first {@code =}; a key without a value means the empty value, as in
     * Kafka's tools.
     */
    public static Properties parse(List<String> arguments) {
        Properties properties = new Properties();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                properties.setProperty(argument, "");
            } else {
                properties.setProperty(
                        argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        return properties;
    }

    /** The file's properties; none without a file. */
    public static Properties load(@Nullable String file) {
        Properties properties = new Properties();
        if (file == null) {
            return properties;
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            properties.load(in);
        } catch (IOException e) {
            throw new CommandFailure(
                    "Cannot read the properties file '" + file + "': " + reason(e), e);
        }
        return properties;
    }

    /**
     * Why a file could not be read or written, in words: the exceptions of NIO carry only the
     * file's name.
     */
    public static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}

package dev.reservoir.testing.powercut;

import dev.reservoir.log.local.LocalEngine;

import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Reservoir with one class changed: its classes, and those of the tests, loaded once more, for
 * others that they share a package with must come from the same loader.
 */
final class Mutant extends ClassLoader {
    private static final String OWN = "dev.reservoir.";

    private final Map<String, byte[]> changed;

    private Mutant(Map<String, byte[]> changed) {
        super(Mutant.class.getClassLoader());
        this.changed = changed;
    }

    /**
     * Changes one place of one source file and compiles it, in memory.
     *
     * @param source the file
     * @param text what stands there exactly once; how it is broken into lines does not matter
     * @param replacement what stands there instead
     */
    static Mutant of(Path source, String text, String replacement) throws IOException {
        Matcher place = anyLines(text).matcher(Files.readString(source));
        long found = place.results().count();
        if (found != 1) {
            throw new AssertionError(
                    "%s has %d places that read \"%s\", not 1: the code has changed, so choose anew what switches the rule off"
                            .formatted(source, found, text));
        }
        return new Mutant(
                compile(source, place.replaceFirst(Matcher.quoteReplacement(replacement))));
    }

    private static Pattern anyLines(String text) {
        return Pattern.compile(
                Stream.of(text.strip().split("\\s+"))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("\\s+")));
    }

    private static Map<String, byte[]> compile(Path source, String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Classes classes = new Classes(compiler.getStandardFileManager(null, null, null));
        StringWriter said = new StringWriter();
        List<String> options =
                List.of("-classpath", classPath(), "-proc:none", "-implicit:none", "-g", "-nowarn");
        boolean done =
                compiler.getTask(
                                said, classes, null, options, null, List.of(new Text(source, text)))
                        .call();
        if (!done) {
            throw new AssertionError("the change to " + source + " does not compile: " + said);
        }
        return classes.bytes();
    }

    /** What the log's sources are compiled against. */
    private static String classPath() {
        return Stream.of(
                        LocalEngine.class,
                        dev.reservoir.wire.batch.BatchView.class,
                        Logger.class,
                        NullMarked.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            bytes = original(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** A source file that is not on the disk. */
    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(Path source, String text) {
            super(source.toUri(), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what was compiled in memory. */
    private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> compiled = new HashMap<>();

        Classes(JavaFileManager standard) {
            super(standard);
        }

        Map<String, byte[]> bytes() {
            Map<String, byte[]> bytes = new HashMap<>();
            compiled.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
            return bytes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return compiled.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }
}

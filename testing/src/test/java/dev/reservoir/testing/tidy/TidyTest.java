package dev.reservoir.testing.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Ratchets on size and names (docs/STYLE.md). What breaks a limit today is listed in
 * tidy-exceptions.txt, which may only shrink: an entry that no longer holds fails the test too.
 */
class TidyTest {
    private static final int METHOD_LINES = 70;
    private static final int FILE_LINES = 600;
    private static final int PARAMETERS = 5;
    private static final int CONSTRUCTOR_PARAMETERS = 7;
    private static final Pattern EMPTY_NAMES =
            Pattern.compile(".*(Manager|Utils?|Helper|Impl|Misc|Common)");

    private final SourceTree sources = SourceTree.ofThisCheckout();

    @Test
    void nothingIsTooLongOrNamedForNothing() throws IOException {
        Set<String> excused = new TreeSet<>(exceptions());
        Set<String> found = new TreeSet<>(findings());

        assertThat(found)
                .as("limits of docs/STYLE.md; excused in tidy-exceptions.txt")
                .isEqualTo(excused);
    }

    private static List<String> exceptions() throws IOException {
        try (var listed =
                Objects.requireNonNull(
                        TidyTest.class.getResourceAsStream("/tidy-exceptions.txt"))) {
            return new String(listed.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private List<String> findings() {
        List<String> findings = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> paths = sources.javaFiles();
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(paths));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                checkLength(file, findings);
                new Limits(sources.name(file), unit, trees.getSourcePositions(), findings)
                        .scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }

    private void checkLength(Path file, List<String> findings) throws IOException {
        try (var lines = Files.lines(file)) {
            if (lines.count() > FILE_LINES) {
                findings.add(sources.name(file) + ": more than " + FILE_LINES + " lines");
            }
        }
    }

    private static final class Limits extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final String file;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> findings;

        Limits(
                String file,
                CompilationUnitTree unit,
                SourcePositions positions,
                List<String> findings) {
            this.file = file;
            this.unit = unit;
            this.positions = positions;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            if (EMPTY_NAMES.matcher(type.getSimpleName()).matches()) {
                findings.add(
                        file
                                + ": class "
                                + type.getSimpleName()
                                + " is named for nothing in particular");
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            boolean constructor = method.getName().contentEquals("<init>");
            String name = constructor ? "constructor" : method.getName().toString();
            int allowed = constructor ? CONSTRUCTOR_PARAMETERS : PARAMETERS;
            if (method.getParameters().size() > allowed && !isRecordHeader()) {
                findings.add(file + ": " + name + " has more than " + allowed + " parameters");
            }
            if (lines(method) > METHOD_LINES) {
                findings.add(file + ": " + name + " has more than " + METHOD_LINES + " lines");
            }
            return super.visitMethod(method, null);
        }

        private boolean isRecordHeader() {
            Tree owner = getCurrentPath().getParentPath().getLeaf();
            return owner.getKind() == Tree.Kind.RECORD;
        }

        private long lines(MethodTree method) {
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            return end < 0
                    ? 0
                    : unit.getLineMap().getLineNumber(end)
                            - unit.getLineMap().getLineNumber(start)
                            + 1;
        }
    }
}

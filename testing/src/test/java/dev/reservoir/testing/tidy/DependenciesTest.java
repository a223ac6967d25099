package dev.reservoir.testing.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The poms and docs/DEPENDENCIES.md tell of the same dependencies, and no pom pins what nobody
 * uses.
 */
class DependenciesTest {
    private static final Pattern DEPENDENCY =
            Pattern.compile(
                    "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
                    Pattern.DOTALL);
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final String MANAGED_END = "</dependencyManagement>";

    private final SourceTree sources = SourceTree.ofThisCheckout();
    private final String parent = read("pom.xml");

    private String read(String file) {
        String text = SourceTree.read(sources.root().resolve(file));
        return COMMENT.matcher(text).replaceAll("");
    }

    private static List<MatchResult> dependencies(String pom) {
        return DEPENDENCY.matcher(pom).results().toList();
    }

    /** The text of every pom that dependencies are used in: the rooms', and the parent's own. */
    private List<String> users() {
        List<String> users = new ArrayList<>();
        users.add(parent.substring(parent.indexOf(MANAGED_END)));
        MODULE.matcher(parent)
                .results()
                .forEach(module -> users.add(read(module.group(1) + "/pom.xml")));
        users.add(read(".ci/formatter/pom.xml"));
        return users;
    }

    @Test
    void whatIsPinnedIsUsed() {
        TreeSet<String> pinned = new TreeSet<>();
        dependencies(parent.substring(0, parent.indexOf(MANAGED_END)))
                .forEach(dependency -> pinned.add(dependency.group(2)));
        assertThat(pinned).contains("kafka-clients");
        for (String user : users()) {
            dependencies(user).forEach(dependency -> pinned.remove(dependency.group(2)));
        }
        assertThat(pinned).as("pinned in pom.xml and used nowhere").isEmpty();
    }

    @Test
    void whatTheProductUsesIsExplained() {
        String explained = read("docs/DEPENDENCIES.md");
        TreeSet<String> unexplained = new TreeSet<>();
        for (String user : users()) {
            for (MatchResult dependency : dependencies(user)) {
                boolean own = dependency.group(1).equals("dev.reservoir");
                boolean ofTests = dependency.group(3).contains("<scope>test</scope>");
                if (!own && !ofTests && !explained.contains("`" + dependency.group(2) + "`")) {
                    unexplained.add(dependency.group(2));
                }
            }
        }
        assertThat(unexplained).as("not in docs/DEPENDENCIES.md").isEmpty();
    }
}

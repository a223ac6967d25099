package dev.reservoir.testing.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.meta.config.BrokerKeys;
import dev.reservoir.meta.config.ConfigKey;
import dev.reservoir.meta.config.ConfigKeys;
import dev.reservoir.meta.config.TopicKeys;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A setting that DescribeConfigs shows either does something or says that it does nothing: its key
 * leads to a method which the program calls, or its documentation has "No effect".
 */
class SettingsAreReadTest {
    private static final String CONFIGS = "meta/src/main/java/dev/reservoir/meta/config/";
    private static final Pattern METHOD =
            Pattern.compile(
                    "\n    (?:public )?[\\w<>@?. ]+ (\\w+)\\(\\) \\{\n(.*?)\n    }\n",
                    Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+) = \"([a-z.]+)\"");
    private static final Pattern FIELD =
            Pattern.compile("\n\\s+(\\w+) =[^;]*?TopicKeys\\.([A-Z_]+)");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)+)\"");

    private final SourceTree sources = SourceTree.ofThisCheckout();

    private String read(String file) {
        return SourceTree.read(sources.root().resolve(CONFIGS + file));
    }

    /** All of the program but one file. */
    private String programWithout(String file) {
        Path left = sources.root().resolve(CONFIGS + file);
        return sources.javaFiles().stream()
                .filter(path -> path.toString().contains("/src/main/") && !path.equals(left))
                .filter(path -> !sources.name(path).startsWith("testing/"))
                .map(SourceTree::read)
                .collect(Collectors.joining("\n"));
    }

    private static List<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private Map<String, String> constants(String file) {
        return find(CONSTANT, read(file)).stream()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    /** The bodies of the methods without parameters that somebody else calls. */
    private List<String> calledBodies(String file) {
        String others = programWithout(file);
        List<String> bodies = new ArrayList<>();
        for (MatchResult method : find(METHOD, read(file))) {
            if (Pattern.compile("(?:\\.|::)" + method.group(1) + "\\b").matcher(others).find()) {
                bodies.add(method.group(2));
            }
        }
        return bodies;
    }

    private static Set<String> withoutReader(ConfigKeys keys, Set<String> read) {
        Set<String> unread = new TreeSet<>();
        for (ConfigKey key : keys.all()) {
            if (!read.contains(key.name()) && !key.documentation().contains("No effect")) {
                unread.add(key.name());
            }
        }
        return unread;
    }

    @Test
    void everyBrokerSettingIsReadOrSaysThatItIsNot() {
        Set<String> read = new HashSet<>();
        Map<String, String> constants = constants("BrokerKeys.java");
        List<String> readers = calledBodies("BrokerConfig.java");
        readers.add(read("BrokerChecks.java"));
        readers.add(read("ListenerSettings.java"));
        readers.add(read("TopicSynonyms.java"));
        for (String reader : readers) {
            find(LITERAL, reader).forEach(literal -> read.add(literal.group(1)));
            constants.forEach((name, key) -> {
                if (reader.contains("BrokerKeys." + name)) {
                    read.add(key);
                }
            });
        }
        assertThat(withoutReader(BrokerKeys.KEYS, read)).isEmpty();
    }

    @Test
    void everyTopicSettingIsReadOrSaysThatItIsNot() {
        Map<String, String> constants = constants("TopicKeys.java");
        List<String> readers = calledBodies("TopicConfig.java");
        Set<String> read = new HashSet<>();
        for (MatchResult field : find(FIELD, read("TopicConfig.java"))) {
            Pattern used = Pattern.compile("\\b" + field.group(1) + "\\b");
            if (readers.stream().anyMatch(body -> used.matcher(body).find())) {
                read.add(constants.get(field.group(2)));
            }
        }
        assertThat(withoutReader(TopicKeys.KEYS, read)).isEmpty();
    }
}

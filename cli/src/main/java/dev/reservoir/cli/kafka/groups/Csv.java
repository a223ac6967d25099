package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.CommandFailure;

import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The CSV of {@code --export} and {@code --from-file}: fields with commas or quotes in them stand
 * in double quotes.
 */
final class Csv {
    private static final int WITHOUT_GROUP = 3;
    private static final int WITH_GROUP = 4;

    private Csv() {}

    static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == ' ');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /**
     * The offsets of each group.
     *
     * @param onlyGroup whose the lines without a group are; empty if such lines are not allowed
     */
    static Map<String, Map<TopicPartition, Long>> parse(List<String> lines, String onlyGroup) {
        Map<String, Map<TopicPartition, Long>> plan = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                List<String> fields = fields(line);
                boolean own = fields.size() == WITHOUT_GROUP && !onlyGroup.isEmpty();
                if (!own && fields.size() != WITH_GROUP) {
                    throw malformed(i, line, onlyGroup);
                }
                String group = own ? onlyGroup : fields.getFirst();
                List<String> rest = own ? fields : fields.subList(1, WITH_GROUP);
                try {
                    TopicPartition partition =
                            new TopicPartition(rest.get(0), Integer.parseInt(rest.get(1)));
                    plan.computeIfAbsent(group, _ -> new HashMap<>())
                            .put(partition, Long.parseLong(rest.get(2)));
                } catch (NumberFormatException _) {
                    throw malformed(i, line, onlyGroup);
                }
            }
        }
        return plan;
    }

    private static CommandFailure malformed(int index, String line, String onlyGroup) {
        String form =
                onlyGroup.isEmpty() ? "group,topic,partition,offset" : "topic,partition,offset";
        return new CommandFailure(
                "Line " + (index + 1) + " of the plan is not " + form + ": '" + line + "'");
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}

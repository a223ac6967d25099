package dev.reservoir.meta;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** Kafka's rules for names of topics. */
public final class TopicNames {
    /** Keeps the directory {@code <topic>-<partition>} within 255 bytes. */
    public static final int MAX_LENGTH = 249;

    public static final String CONSUMER_OFFSETS = "__consumer_offsets";
    public static final String TRANSACTION_STATE = "__transaction_state";
    public static final String SHARE_GROUP_STATE = "__share_group_state";
    public static final String CLUSTER_METADATA = "__cluster_metadata";

    private static final Set<String> INTERNAL =
            Set.of(CONSUMER_OFFSETS, TRANSACTION_STATE, SHARE_GROUP_STATE);

    private TopicNames() {}

    /** Whether the topic belongs to a coordinator; clients hide it from pattern subscriptions. */
    public static boolean isInternal(String name) {
        return INTERNAL.contains(name);
    }

    public static boolean isValid(String name) {
        return problem(name) == null;
    }

    /** What is wrong with a name, as one sentence; null when it is allowed. */
    public static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "Topic name is invalid: the empty string is not allowed";
        }
        if (name.equals(".") || name.equals("..")) {
            return "Topic name is invalid: '" + name + "' is not allowed";
        }
        if (name.length() > MAX_LENGTH) {
            return "Topic name is invalid: the length of '"
                    + shortened(name)
                    + "' is "
                    + name.length()
                    + ", longer than the max allowed length "
                    + MAX_LENGTH;
        }
        if (!name.chars().allMatch(TopicNames::isAllowed)) {
            return "Topic name is invalid: '"
                    + name
                    + "' contains one or more characters other than ASCII alphanumerics, '.', '_'"
                    + " and '-'";
        }
        return null;
    }

    /**
     * What two names have in common that a metric's name could not tell apart; null when a name has
     * neither {@code .} nor {@code _} and so collides with none.
     */
    static @Nullable String collisionKey(String name) {
        return name.indexOf('.') < 0 && name.indexOf('_') < 0 ? null : name.replace('.', '_');
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private static String shortened(String name) {
        return name.substring(0, 40) + "...";
    }
}

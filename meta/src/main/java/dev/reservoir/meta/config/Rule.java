package dev.reservoir.meta.config;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What the values of a key must be beyond their type. */
sealed interface Rule {
    /** Whether a value of the key's type keeps the rule. */
    boolean allows(Object value);

    /** The allowed values in words that complete "must be". */
    String allowed();

    Rule ANY = new Anything();

    static Rule atLeast(long min) {
        return new AtLeast(min);
    }

    static Rule between(double min, double max) {
        return new Between(min, max);
    }

    static Rule oneOf(String... values) {
        return new OneOf(List.of(values));
    }

    static Rule eachOf(String... values) {
        return new EachOf(List.of(values));
    }

    /** No rule. */
    record Anything() implements Rule {
        @Override
        public boolean allows(Object value) {
            return true;
        }

        @Override
        public String allowed() {
            return "anything";
        }
    }

    /** A number that is not below another. */
    record AtLeast(long min) implements Rule {
        @Override
        public boolean allows(Object value) {
            return ((Number) value).longValue() >= min;
        }

        @Override
        public String allowed() {
            return "at least " + min;
        }
    }

    /** A number in a range, both ends included. */
    record Between(double min, double max) implements Rule {
        @Override
        public boolean allows(Object value) {
            double number = ((Number) value).doubleValue();
            return number >= min && number <= max;
        }

        @Override
        public String allowed() {
            return "between " + text(min) + " and " + text(max);
        }

        private static String text(double bound) {
            return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        }
    }

    /** A gzip level: -1 leaves it to the library. */
    record GzipLevel() implements Rule {
        @Override
        public boolean allows(Object value) {
            int level = (Integer) value;
            return level == -1 || (level >= 1 && level <= 9);
        }

        @Override
        public String allowed() {
            return "between 1 and 9, or -1";
        }
    }

    /** One of some texts. */
    record OneOf(List<String> values) implements Rule {
        @Override
        public boolean allows(Object value) {
            return values.contains(value);
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", values);
        }
    }

    /** A list of some texts; Kafka lets one occur twice. */
    record EachOf(List<String> values) implements Rule {
        @Override
        public boolean allows(Object value) {
            return values.containsAll((Collection<?>) value);
        }

        @Override
        public String allowed() {
            return "a list of " + String.join(", ", values);
        }
    }

    /** Replicas whose copying is slowed down: pairs of partition and broker, or all of them. */
    record ThrottledReplicas() implements Rule {
        private static final Pattern PAIR = Pattern.compile("[0-9]+:[0-9]+");

        @Override
        public boolean allows(Object value) {
            List<?> items = (List<?>) value;
            return items.equals(List.of("*"))
                    || items.stream().allMatch(item -> PAIR.matcher(item.toString()).matches());
        }

        @Override
        public String allowed() {
            return "a list of partition:broker, or *";
        }
    }
}

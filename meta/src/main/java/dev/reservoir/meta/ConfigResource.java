package dev.reservoir.meta;

/**
 * What a dynamic config belongs to.
 *
 * @param name a topic's name, a broker's id in decimal, or "" for all brokers
 */
public record ConfigResource(Kind kind, String name) {
    /** The kinds of resources that carry configs here; the codec stores {@link #code}. */
    public enum Kind {
        TOPIC(2),
        BROKER(4);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /** Kafka's number for this kind. */
        public byte code() {
            return code;
        }
    }

    /** The configs that hold for every broker that has none of its own. */
    public static final ConfigResource ALL_BROKERS = new ConfigResource(Kind.BROKER, "");

    public static ConfigResource topic(String name) {
        return new ConfigResource(Kind.TOPIC, name);
    }

    public static ConfigResource broker(int id) {
        return new ConfigResource(Kind.BROKER, Integer.toString(id));
    }
}

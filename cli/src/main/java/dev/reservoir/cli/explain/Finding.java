package dev.reservoir.cli.explain;

/** What was found at one address. */
public sealed interface Finding {

    /** What is wrong with the address, as a clause; "" when nothing is. */
    String problem();

    /** Nobody accepts a connection there. */
    record Closed(String address, String reason) implements Finding {
        @Override
        public String problem() {
            return "cannot connect to "
                    + address
                    + ": "
                    + reason
                    + ". Is the broker running, and is that its address?";
        }
    }

    /** Somebody listens who is no Kafka broker, or no plain-text one. */
    record Stranger(String address, String what) implements Finding {
        @Override
        public String problem() {
            return "connected to " + address + ", but " + what;
        }
    }

    /**
     * A broker that sends clients to where they cannot go.
     *
     * @param others whether another broker of the cluster can be reached
     */
    record Unreachable(String address, String advertised, String reason, boolean others)
            implements Finding {
        @Override
        public String problem() {
            return "connected to "
                    + address
                    + ", but the broker there says that clients must use "
                    + advertised
                    + ", which cannot be reached from here ("
                    + reason
                    + "): set advertised.listeners of the broker to an address that clients reach,"
                    + " or make that name known on this machine";
        }
    }

    /** A broker that can be used and has not got the topic, perhaps not yet. */
    record NoTopic(String address, String topic) implements Finding {
        @Override
        public String problem() {
            return "";
        }
    }

    /** A broker that can be used. */
    record Fine(String address) implements Finding {
        @Override
        public String problem() {
            return "";
        }
    }
}

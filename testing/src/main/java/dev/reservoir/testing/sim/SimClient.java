package dev.reservoir.testing.sim;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/** A program that talks to the broker, over one connection after the other. */
abstract class SimClient implements SimConnection.Client {
    /** What is done with an answer. */
    @FunctionalInterface
    interface Heard<A extends ApiMessage> {
        void hear(A answer) throws Exception;
    }

    private record Asked(long patienceEnds, Heard<ApiMessage> heard) {}

    final World world;
    final String name;

    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private @Nullable SimConnection connection;
    private long restUntil;

    SimClient(World world, String name) {
        this.world = world;
        this.name = name;
    }

    /** Sends what it may; called again and again while it is connected. */
    abstract void work();

    /** The version in which it asks: the newest stable one. */
    short version(ApiKeys key) {
        return key.latestVersion(false);
    }

    /** The connection is gone, and with it all answers that were to come. */
    abstract void lost();

    /** Whether its process has ended, so that it will not connect again. */
    boolean isDead() {
        return false;
    }

    final void connect(SimConnection to) {
        connection = to;
    }

    final boolean isConnected() {
        return connection != null;
    }

    final int waiting() {
        return asked.size();
    }

    /** Does nothing for a while. */
    final void rest(long ms) {
        restUntil = world.scheduler().elapsed() + ms;
    }

    final boolean isResting() {
        return world.scheduler().elapsed() < restUntil;
    }

    /** Asks, and waits for the answer so long. */
    @SuppressWarnings("unchecked") // the answer to a request is of its key's message class
    final <A extends ApiMessage> void ask(
            ApiKeys key, ApiMessage request, Runnable arrived, long patienceMs, Heard<A> heard) {
        tell(key, request, arrived);
        asked.add(
                new Asked(
                        world.scheduler().elapsed() + patienceMs,
                        answer -> heard.hear((A) answer)));
    }

    /** Sends a request that gets no answer. */
    final void tell(ApiKeys key, ApiMessage request, Runnable arrived) {
        SimConnection open = connection;
        if (open == null) {
            throw new IllegalStateException(name + " is not connected");
        }
        open.send(key, version(key), request, arrived);
    }

    final void tick() {
        if (connection == null) {
            return;
        }
        if (!asked.isEmpty() && asked.getFirst().patienceEnds() < world.scheduler().elapsed()) {
            world.trace().note(name + " loses patience");
            turnAway();
        } else if (!isResting()) {
            work();
        }
    }

    /** Leaves the connection; what was sent may arrive yet. */
    final void turnAway() {
        SimConnection open = connection;
        if (open != null) {
            open.abandon();
            disconnected();
        }
    }

    @Override
    public final void answered(ApiMessage answer) throws Exception {
        asked.remove().heard().hear(answer);
    }

    @Override
    public final void disconnected() {
        connection = null;
        asked.clear();
        lost();
    }

    final AssertionError unexpected(Object answer) {
        return new AssertionError(name + " was answered " + answer);
    }
}

package dev.reservoir.testing.sim;

import dev.reservoir.broker.net.Exchange;
import dev.reservoir.broker.net.RequestHandler;
import dev.reservoir.wire.RecordBytes;
import dev.reservoir.wire.Response;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A client's connection: bytes take a while in both directions and arrive in order; requests are
 * served in order, and answered in order as their replies become ready. Either side may drop it.
 */
final class SimConnection {
    /** The client at one end. */
    interface Client {
        void answered(ApiMessage answer) throws Exception;

        /** The connection broke; what was under way may or may not have been done. */
        void disconnected();
    }

    private record Message(RequestHeader header, ByteBuffer bytes, Runnable arrived) {}

    private record Taken(Exchange exchange, SimFrame frame, RequestHeader header) {}

    private static final long LONGEST_TRIP = 8;
    private static final long SLOW_TRIP = 600;
    private static final InetSocketAddress SOMEWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9092);

    private final String name;
    private final World world;
    private final SimBroker broker;
    private final Client client;
    private final ArrayDeque<Message> sending = new ArrayDeque<>();
    private final ArrayDeque<Message> answering = new ArrayDeque<>();
    private final ArrayDeque<Taken> taken = new ArrayDeque<>();
    private long lastArrival;
    private long lastDelivery;
    private int correlation;
    private long heldUntil;
    private @Nullable Exchange beginning;
    private boolean abandoned;
    private boolean dropped;

    SimConnection(String name, World world, SimBroker broker, Client client) {
        this.name = name;
        this.world = world;
        this.broker = broker;
        this.client = client;
    }

    boolean isDropped() {
        return dropped;
    }

    /**
     * Sends a request.
     *
     * @param arrived happens when the broker takes it, if it does
     */
    void send(ApiKeys key, short version, ApiMessage request, Runnable arrived) {
        RequestHeader header = new RequestHeader(key, version, name, ++correlation);
        ByteBuffer bytes =
                RequestUtils.serialize(header.data(), header.headerVersion(), request, version);
        sending.add(new Message(header, bytes, arrived));
        lastArrival = Math.max(lastArrival, world.scheduler().elapsed() + trip());
        world.scheduler()
                .after(lastArrival - world.scheduler().elapsed(), name + " request", this::arrive);
    }

    /** Most messages are fast; some take so long that their sender may lose patience. */
    private long trip() {
        return world.scheduler().delay(0, world.once(60) ? SLOW_TRIP : LONGEST_TRIP);
    }

    private void arrive() throws Exception {
        if (dropped) {
            return;
        }
        if (broker.isPaused() || world.scheduler().elapsed() < heldUntil || !begin()) {
            world.scheduler().after(1, name + " request waits", this::arrive);
            return;
        }
        Message request = sending.remove();
        RequestHeader header = request.header();
        world.trace().note(name + " asks " + header.apiKey() + " " + header.correlationId());
        SimFrame frame = new SimFrame(request.bytes());
        request.arrived().run();
        Exchange exchange =
                broker.dispatcher()
                        .handle(
                                frame.bytes(),
                                frame,
                                new RequestHandler.Peer(SOMEWHERE, SOMEWHERE));
        taken.add(new Taken(exchange, frame, header));
        beginning = exchange;
        begin();
    }

    /**
     * Lets the last request begin if it can; until then the next one is not looked at, as in a real
     * connection.
     *
     * @return whether it has begun
     */
    private boolean begin() throws InterruptedException {
        if (beginning != null && beginning.canBegin()) {
            beginning.begin();
            beginning = null;
        }
        return beginning == null;
    }

    /** Answers what is ready. */
    void poll() throws Exception {
        begin();
        while (!dropped
                && !taken.isEmpty()
                && (beginning == null || taken.size() > 1)
                && taken.getFirst().exchange().isReady()) {
            Taken first = taken.removeFirst();
            try (Response response = first.exchange().await()) {
                if (response != null) {
                    deliver(first.header(), bytes(response));
                }
            } catch (Exchange.CloseException e) {
                world.trace().note(name + " is closed: " + e.getMessage());
                drop();
            } finally {
                first.frame().release();
            }
        }
    }

    private void deliver(RequestHeader header, ByteBuffer bytes) {
        world.trace().note(name + " answer " + header.correlationId() + " " + bytes.hashCode());
        answering.add(new Message(header, bytes, () -> {}));
        lastDelivery = Math.max(lastDelivery, world.scheduler().elapsed() + trip());
        world.scheduler()
                .after(lastDelivery - world.scheduler().elapsed(), name + " response", this::hear);
    }

    private void hear() throws Exception {
        if (!dropped && !abandoned) {
            Message answer = answering.remove();
            client.answered(AbstractResponse.parseResponse(answer.bytes(), answer.header()).data());
        }
    }

    private static ByteBuffer bytes(Response response) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(response.size());
        for (Response.Part part : response.parts()) {
            switch (part) {
                case Response.Encoded(ByteBuffer bytes) -> all.put(bytes.duplicate());
                case Response.Stored(var records) -> copy(records, all);
            }
        }
        return all.flip().position(Integer.BYTES).slice();
    }

    private static void copy(RecordBytes records, ByteBuffer target) throws IOException {
        ByteBuffer room = target.slice(target.position(), records.length());
        while (room.hasRemaining()) {
            if (records.read(room, room.position()) <= 0) {
                throw new IOException("records ended before their length");
            }
        }
        target.position(target.position() + records.length());
    }

    /** Breaks the connection; the client learns of it a little later. */
    void drop() {
        if (!dropped) {
            dropped = true;
            taken.forEach(pending -> pending.frame().release());
            taken.clear();
            world.scheduler()
                    .after(world.scheduler().delay(0, 20), name + " disconnected", this::hangUp);
        }
    }

    private void hangUp() {
        if (!abandoned) {
            abandoned = true;
            client.disconnected();
        }
    }

    /** The client turns away; what it sent may arrive all the same, even much later. */
    void abandon() {
        if (!abandoned) {
            abandoned = true;
            heldUntil = world.scheduler().elapsed() + world.scheduler().delay(0, 250);
            world.scheduler()
                    .after(world.scheduler().delay(0, 300), name + " was abandoned", this::drop);
        }
    }
}

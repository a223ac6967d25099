package dev.reservoir.testing.sim;

import dev.reservoir.broker.net.Exchange;
import dev.reservoir.broker.net.RequestHandler;
import dev.reservoir.wire.RecordBytes;
import dev.reservoir.wire.Response;

import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

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
        void answered(AbstractResponse response) throws Exception;

        /** The connection broke; what was under way may or may not have been done. */
        void disconnected();
    }

    private record Message(RequestHeader header, ByteBuffer bytes) {}

    private record Taken(Exchange exchange, SimFrame frame, RequestHeader header) {}

    private static final long LONGEST_TRIP = 8;
    private static final InetSocketAddress SOMEWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9092);

    private final String name;
    private final Scheduler scheduler;
    private final Trace trace;
    private final SimBroker broker;
    private final Client client;
    private final ArrayDeque<Message> sending = new ArrayDeque<>();
    private final ArrayDeque<Message> answering = new ArrayDeque<>();
    private final ArrayDeque<Taken> taken = new ArrayDeque<>();
    private long lastArrival;
    private long lastDelivery;
    private int correlation;
    private boolean dropped;

    SimConnection(String name, Scheduler scheduler, Trace trace, SimBroker broker, Client client) {
        this.name = name;
        this.scheduler = scheduler;
        this.trace = trace;
        this.broker = broker;
        this.client = client;
    }

    boolean isDropped() {
        return dropped;
    }

    /** Sends a request in the version it was built for. */
    void send(AbstractRequest request) {
        RequestHeader header =
                new RequestHeader(request.apiKey(), request.version(), name, ++correlation);
        ByteBuffer bytes = request.serializeWithHeader(header);
        sending.add(new Message(header, bytes));
        lastArrival = Math.max(lastArrival, scheduler.elapsed() + scheduler.delay(0, LONGEST_TRIP));
        scheduler.after(lastArrival - scheduler.elapsed(), name + " request", this::arrive);
    }

    private void arrive() throws Exception {
        if (dropped) {
            return;
        }
        Message request = sending.remove();
        RequestHeader header = request.header();
        trace.note(name + " asks " + header.apiKey() + " " + header.correlationId());
        SimFrame frame = new SimFrame(request.bytes());
        Exchange exchange =
                broker.dispatcher.handle(
                        frame.bytes(), frame, new RequestHandler.Peer(SOMEWHERE, SOMEWHERE));
        taken.add(new Taken(exchange, frame, header));
    }

    /** Answers what is ready. */
    void poll() throws Exception {
        while (!dropped && !taken.isEmpty() && taken.getFirst().exchange().isReady()) {
            Taken first = taken.removeFirst();
            Response response = first.exchange().await();
            if (response != null) {
                ByteBuffer bytes = bytes(response);
                trace.note(
                        name
                                + " answer "
                                + first.header().correlationId()
                                + " "
                                + bytes.hashCode());
                deliver(first.header(), bytes);
            }
            first.frame().release();
        }
    }

    private void deliver(RequestHeader header, ByteBuffer bytes) {
        answering.add(new Message(header, bytes));
        lastDelivery =
                Math.max(lastDelivery, scheduler.elapsed() + scheduler.delay(0, LONGEST_TRIP));
        scheduler.after(lastDelivery - scheduler.elapsed(), name + " response", this::hear);
    }

    private void hear() throws Exception {
        if (!dropped) {
            Message answer = answering.remove();
            client.answered(AbstractResponse.parseResponse(answer.bytes(), answer.header()));
        }
    }

    private static ByteBuffer bytes(Response response) throws IOException {
        try (response) {
            ByteBuffer all = ByteBuffer.allocate(response.size());
            for (Response.Part part : response.parts()) {
                switch (part) {
                    case Response.Encoded(ByteBuffer bytes) -> all.put(bytes.duplicate());
                    case Response.Stored(var records) -> copy(records, all);
                }
            }
            return all.flip().position(Integer.BYTES).slice();
        }
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
            scheduler.after(scheduler.delay(0, 20), name + " disconnected", client::disconnected);
        }
    }
}

package dev.reservoir.broker.net;

import dev.reservoir.wire.RecordBytes;
import dev.reservoir.wire.Response;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/**
 * Writes responses to a blocking channel: encoded parts in one gather write, stored parts from
 * where they lie.
 */
final class ResponseSender {
    /**
     * What is copied when the socket takes no more of a file region: a blocking write parks until
     * there is room again.
     */
    private static final int NUDGE_BYTES = 1 << 14;

    private final GatheringByteChannel channel;

    ResponseSender(GatheringByteChannel channel) {
        this.channel = channel;
    }

    void send(Response response) throws IOException {
        for (Response.Part part : response.parts()) {
            switch (part) {
                case Response.Encoded(ByteBuffer bytes) -> sendAll(bytes.duplicate());
                case Response.Stored(RecordBytes bytes) -> sendAll(bytes);
            }
        }
    }

    private void sendAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void sendAll(RecordBytes stored) throws IOException {
        int sent = 0;
        while (sent < stored.length()) {
            int moved = stored.writeTo(channel, sent);
            sent += moved > 0 ? moved : nudge(stored, sent);
        }
    }

    private int nudge(RecordBytes stored, int from) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(NUDGE_BYTES, stored.length() - from));
        while (piece.hasRemaining()) {
            if (stored.read(piece, from + piece.position()) <= 0) {
                throw new IOException("stored records end " + piece.remaining() + " bytes early");
            }
        }
        int size = piece.flip().remaining();
        sendAll(piece);
        return size;
    }
}

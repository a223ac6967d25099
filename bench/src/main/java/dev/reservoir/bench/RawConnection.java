package dev.reservoir.bench;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * One connection that sends ready-made requests and waits for the reply of each. The start-up
 * figures use it because a real client's reconnect back-off would hide the moment that they look
 * for.
 */
final class RawConnection implements Closeable {
    private static final int CONNECT_MS = 1_000;

    /** A busy broker may need long for a request that touches thousands of partitions. */
    private static final int REPLY_MS = 60_000;

    private static final int REPLY_LIMIT_BYTES = 64 << 20;

    private final Socket socket;
    private final DataInputStream in;

    RawConnection(int port) throws IOException {
        socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(REPLY_MS);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends header and body, adds the length in front; returns the reply without its length. */
    ByteBuffer call(ByteBuffer request) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(4 + request.remaining());
        frame.putInt(request.remaining()).put(request.duplicate());
        socket.getOutputStream().write(frame.array());
        int length = in.readInt();
        if (length < 4 || length > REPLY_LIMIT_BYTES) {
            throw new IOException("a reply of " + length + " bytes");
        }
        byte[] reply = new byte[length];
        in.readFully(reply);
        return ByteBuffer.wrap(reply);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

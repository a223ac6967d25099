package dev.reservoir.testing.attack;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** A connection that sends whatever bytes it is given. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    public RawClient(int port) throws IOException {
        this(port, TIMEOUT_MS);
    }

    /**
     * @param patienceMs how long it waits for an answer
     */
    public RawClient(int port, int patienceMs) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(patienceMs);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a request with its length in front. */
    public void sendFrame(byte[] request) throws IOException {
        send(
                ByteBuffer.allocate(Integer.BYTES + request.length)
                        .putInt(request.length)
                        .put(request)
                        .array());
    }

    /** The next frame, without its length; null when the broker closed the connection. */
    public @Nullable ByteBuffer receive() throws IOException {
        try {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return ByteBuffer.wrap(frame);
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /** All bytes that come until the broker closes the connection. */
    public byte[] receiveAll() throws IOException {
        return in.readAllBytes();
    }

    public void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset, which leaves no port in TIME_WAIT. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

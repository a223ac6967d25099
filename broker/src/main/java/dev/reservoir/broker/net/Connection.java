package dev.reservoir.broker.net;

import dev.reservoir.wire.MalformedRequestException;
import dev.reservoir.wire.Response;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadFactory;

/**
 * One client's connection. Its reading thread reads a request, hands it on and queues the answer;
 * its sending thread awaits the answers in request order. An answer that is ready while nothing
 * else is owed goes out from the reading thread, so a connection which never waits needs no second
 * thread.
 */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final SocketChannel channel;
    private final RequestHandler.Peer peer;
    private final RequestHandler handler;
    private final FrameReader frames;
    private final ResponseSender sender;
    private final ReplyQueue replies;
    private final ClientLog complaints;
    private final ThreadFactory threads;

    private volatile long lastRequestNanos = System.nanoTime();

    /** The sending thread, once there is one; known to the reading thread alone. */
    private @Nullable Thread sending;

    Connection(
            SocketChannel channel,
            RequestHandler.Peer peer,
            RequestHandler handler,
            BufferPool pool,
            NetConfig config,
            ClientLog complaints,
            ThreadFactory threads) {
        this.channel = channel;
        this.peer = peer;
        this.handler = handler;
        this.frames = new FrameReader(channel, pool, config.maxRequestBytes(), POOL_TIMEOUT_MS);
        this.sender = new ResponseSender(channel);
        this.replies = new ReplyQueue(config.maxInFlight());
        this.complaints = complaints;
        this.threads = threads;
    }

    /** How long a request may wait for memory that others hold. */
    private static final long POOL_TIMEOUT_MS = 30_000;

    private static final int UNREAD_BYTES = 1 << 16;

    /** Reads until the client or the broker closes the connection. */
    @Override
    public void run() {
        try {
            Frame frame = frames.next();
            while (frame != null) {
                lastRequestNanos = System.nanoTime();
                if (!take(frame)) {
                    break;
                }
                frame = frames.next();
            }
        } catch (MalformedRequestException e) {
            OtherProtocol other = frames.lookAlike();
            if (other == null || !replies.isIdle()) {
                complain(e.getMessage());
            } else {
                complaints.warn(
                        LOG,
                        peer.remote().getAddress(),
                        other.name(),
                        () -> closing(e.getMessage()));
                answer(other);
            }
        } catch (EOFException e) {
            complaints.info(
                    LOG,
                    peer.remote().getAddress(),
                    "Connection from %s ended: %s".formatted(peer.remote(), e.getMessage()));
        } catch (IOException e) {
            LOG.debug("Connection from {} ended: {}", peer.remote(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("Closing the connection from {}: serving it failed", peer.remote(), e);
        } finally {
            end();
        }
    }

    private void complain(@Nullable String problem) {
        complaints.warn(LOG, peer.remote().getAddress(), closing(problem));
    }

    private String closing(@Nullable String problem) {
        return "Closing the connection from %s: %s".formatted(peer.remote(), problem);
    }

    /** Who speaks HTTP reads an answer; a few bytes, which the socket's buffer takes at once. */
    private void answer(OtherProtocol other) {
        try {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(other.answer(peer.local().getPort())));
            channel.shutdownOutput();
            // What is left unread makes the close a reset, and the answer would be lost.
            ByteBuffer unread = ByteBuffer.allocate(UNREAD_BYTES);
            int read = channel.read(unread);
            while (read > 0 && unread.hasRemaining()) {
                read = channel.read(unread);
            }
        } catch (IOException e) {
            LOG.debug("Connection from {} ended: {}", peer.remote(), e.getMessage());
        }
    }

    /**
     * Nobody reads on, so nobody is waited for: as in Kafka, what is still owed is dropped, for a
     * fetch or a join could wait for days.
     */
    private void end() {
        replies.finish();
        close();
        Thread started = sending;
        if (started != null) {
            started.interrupt();
        }
    }

    private boolean take(Frame frame) throws MalformedRequestException, InterruptedException {
        Exchange exchange;
        try {
            exchange = handler.handle(frame.bytes(), frame, peer);
            exchange.begin();
        } catch (MalformedRequestException
                | InterruptedException
                | RuntimeException
                | OutOfMemoryError e) {
            frame.release();
            throw e;
        }
        Pending pending = new Pending(exchange, frame);
        if (exchange.isReady() && replies.isIdle()) {
            return answer(pending);
        }
        if (sending == null) {
            sending = threads.newThread(this::sendReplies);
            sending.start();
        }
        if (replies.put(pending)) {
            return true;
        }
        frame.release();
        return false;
    }

    private void sendReplies() {
        try {
            Pending pending = replies.take();
            while (pending != null && answer(pending)) {
                pending = replies.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            replies.finish();
            replies.leftovers().forEach(pending -> pending.frame().release());
            close();
        }
    }

    /** Sends one answer; false when the connection must end. */
    private boolean answer(Pending pending) throws InterruptedException {
        try (Response response = pending.exchange().await()) {
            if (response != null) {
                sender.send(response);
            }
            return true;
        } catch (Exchange.CloseException e) {
            complain(e.getMessage());
        } catch (IOException e) {
            LOG.debug("Connection from {} ended: {}", peer.remote(), e.getMessage());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("Closing the connection from {}: answering it failed", peer.remote(), e);
        } finally {
            pending.frame().release();
        }
        close();
        return false;
    }

    /** Nanoseconds since the last request came in. */
    long idleNanos() {
        return System.nanoTime() - lastRequestNanos;
    }

    boolean owesNothing() {
        return replies.isIdle();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    RequestHandler.Peer peer() {
        return peer;
    }

    /** Closes the socket; both threads end. Any thread may call this, more than once. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing the connection from {} failed: {}", peer.remote(), e.getMessage());
        }
    }
}

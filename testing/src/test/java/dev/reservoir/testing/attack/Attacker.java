package dev.reservoir.testing.attack;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Sends spoiled requests over connections that it opens anew as often as it must. */
final class Attacker {
    private static final int PATIENCE_MS = 60;

    private final int port;
    private final List<FuzzTest.Served> served;
    private final RandomGenerator random;
    private final RequestGenerator generator;
    private final Mutator mutator;

    Attacker(int port, List<FuzzTest.Served> served, List<Uuid> topicIds, long seed) {
        this.port = port;
        this.served = served;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.generator = new RequestGenerator(random, topicIds);
        this.mutator = new Mutator(random);
    }

    void send(int requests) throws IOException {
        @Nullable RawClient client = null;
        try {
            for (int i = 0; i < requests; i++) {
                byte[] request = mutator.mutate(real(), real());
                if (client == null) {
                    client = new RawClient(port, PATIENCE_MS);
                }
                if (!survives(client, request)) {
                    client.abort();
                    client = null;
                }
            }
        } finally {
            if (client != null) {
                client.close();
            }
        }
    }

    private byte[] real() {
        FuzzTest.Served one = served.get(random.nextInt(served.size()));
        return generator.request(one.key(), one.version());
    }

    /** Whether the connection can be used for the next request. */
    private boolean survives(RawClient client, byte[] request) {
        try {
            if (random.nextInt(30) == 0) {
                // The frame announces another length than it has.
                byte[] framed = Requests.join(new byte[4], request);
                java.nio.ByteBuffer.wrap(framed).putInt(0, request.length + random.nextInt(-9, 9));
                client.send(framed);
                return false;
            }
            client.sendFrame(request);
            // Some do not wait for answers.
            return random.nextInt(8) == 0 || client.receive() != null;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

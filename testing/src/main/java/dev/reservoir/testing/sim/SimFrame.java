package dev.reservoir.testing.sim;

import dev.reservoir.log.Lease;

import java.nio.ByteBuffer;

/**
 * A request's bytes. When nobody holds them any more they are overwritten, as a pool would do, so
 * that whoever still uses them is found out.
 */
final class SimFrame implements Lease {
    private static final byte WORTHLESS = (byte) 0xEE;

    private final ByteBuffer bytes;
    private int holders = 1;

    SimFrame(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    ByteBuffer bytes() {
        return bytes.duplicate();
    }

    @Override
    public void retain() {
        if (holders == 0) {
            throw new IllegalStateException("a frame was retained after its end");
        }
        holders++;
    }

    @Override
    public void release() {
        if (holders == 0) {
            throw new IllegalStateException("a frame was released too often");
        }
        holders--;
        if (holders == 0) {
            for (int i = 0; i < bytes.limit(); i++) {
                bytes.put(i, WORTHLESS);
            }
        }
    }
}

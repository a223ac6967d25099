package dev.reservoir.meta.change;

import dev.reservoir.meta.MetadataImage;

/**
 * The cluster's metadata, for those who read and change it. Safe for any number of threads; whoever
 * runs the {@link MetadataMachine} implements it.
 */
public interface Metadata {
    /** The newest image whose events are durable. */
    MetadataImage image();

    /** Asks for a change; never blocks. */
    <R extends MetadataReply> Pending<R> submit(MetadataCommand<R> command);

    /** A reply that may come later. */
    interface Pending<R> {
        /** Whether {@link #await} returns without waiting. Never blocks. */
        boolean isReady();

        /**
         * Waits until the change is durable and {@link Metadata#image} shows it, or was refused;
         * called once.
         *
         * @throws MetadataUnavailableException when it cannot be made durable, or nobody knows
         *     whether it was
         */
        R await() throws InterruptedException;
    }
}

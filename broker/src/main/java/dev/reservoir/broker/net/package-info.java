/**
 * Sockets: the listener, a connection's reading and sending threads, frames and their buffers. The
 * only package that knows what kind of thread carries a connection.
 */
@NullMarked
package dev.reservoir.broker.net;

import org.jspecify.annotations.NullMarked;

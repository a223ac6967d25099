/** What a fetch remembers between requests: sessions (KIP-227). */
@NullMarked
package dev.reservoir.broker.fetch;

import org.jspecify.annotations.NullMarked;

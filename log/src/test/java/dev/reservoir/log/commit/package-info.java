@NullMarked
package dev.reservoir.log.commit;

import org.jspecify.annotations.NullMarked;

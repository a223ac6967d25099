/** docs/SETTINGS.md, made from the keys that the program knows. */
@NullMarked
package dev.reservoir.testing.settings;

import org.jspecify.annotations.NullMarked;

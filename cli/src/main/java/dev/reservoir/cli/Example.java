package dev.reservoir.cli;

/**
 * A command line that can be typed as it stands.
 *
 * @param line all of it
 * @param meaning what it does, in a few words; may be empty
 */
public record Example(String line, String meaning) {}

package dev.reservoir.cli;

import java.util.List;
import java.util.function.Supplier;

/** A word of the {@code reservoir} command line. */
public sealed interface Word {
    /** What is typed. */
    String name();

    /** What it is for, in a sentence. */
    String description();

    /** A word with words behind it. */
    record Branch(String name, String description, List<Word> words) implements Word {}

    /** A word that does something; the command is a new object for each call. */
    record Leaf(String name, String description, Supplier<Command> command) implements Word {
        public static Leaf of(String name, Supplier<Command> command) {
            return new Leaf(name, command.get().description(), command);
        }
    }

    /** A word that the scripts of {@code bin/} hand to another program. */
    record Elsewhere(String name, String description) implements Word {}
}

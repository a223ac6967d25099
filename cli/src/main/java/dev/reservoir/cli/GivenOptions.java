package dev.reservoir.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which options stand on the command line (whatever their values), and the rules on their
 * combination.
 *
 * @param names long names with their dashes
 * @param order the same as they stand there, each as often as it does
 */
public record GivenOptions(Set<String> names, List<String> order) {

    public GivenOptions(Set<String> names) {
        this(names, List.copyOf(names));
    }

    public boolean has(String option) {
        return names.contains(option);
    }

    /** How many of these are given. */
    public long count(String... options) {
        return List.of(options).stream().filter(names::contains).count();
    }

    public void requireAll(String... options) {
        for (String option : options) {
            if (!has(option)) {
                throw new UsageException("Missing required option " + option);
            }
        }
    }

    /** Refuses {@code option} together with any of {@code others}. */
    public void forbid(String option, String... others) {
        if (has(option)) {
            for (String other : others) {
                if (!other.equals(option) && has(other)) {
                    throw new UsageException(
                            "Option " + option + " can't be used with option " + other);
                }
            }
        }
    }

    /** Refuses {@code option} unless one of {@code actions} is given. */
    public void onlyWith(String option, String... actions) {
        if (has(option) && count(actions) == 0) {
            throw new UsageException(
                    "Option " + option + " can only be used with " + String.join(" or ", actions));
        }
    }

    /** Refuses a number below {@code least}, if the option is given. */
    public void atLeast(long least, String option, long number) {
        if (has(option) && number < least) {
            throw new UsageException(
                    option + " needs a number from " + least + " on, not " + number);
        }
    }

    /** Of two names for one thing, an old and a new one, at most one; a word on the old one. */
    public void replaced(String old, String replacement, Terminal terminal) {
        if (has(old) && has(replacement)) {
            throw new UsageException(
                    "Options " + old + " and " + replacement + " cannot be specified together.");
        }
        if (has(old)) {
            terminal.err()
                    .println(
                            "Option "
                                    + old
                                    + " is deprecated and will be removed in a future version. Use "
                                    + replacement
                                    + " instead.");
        }
    }

    /** The ones given out of {@code options}, in that order. */
    public List<String> among(List<String> options) {
        Predicate<String> given = this::has;
        return new ArrayList<>(options.stream().filter(given).toList());
    }
}

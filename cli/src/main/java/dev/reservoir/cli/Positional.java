package dev.reservoir.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that stands on the command line without dashes.
 *
 * @param label what it is, in capitals; {@code TOPIC} and {@code GROUP} are completed from the
 *     cluster, {@code FILE} from the disk
 * @param least how many there must be
 * @param most how many there may be
 */
public record Positional(
        String label, String help, int least, int most, Consumer<List<String>> target) {

    /** Exactly one. */
    public static Positional one(String label, String help, Consumer<String> target) {
        return new Positional(label, help, 1, 1, values -> target.accept(values.getFirst()));
    }

    /** One or more. */
    public static Positional some(String label, String help, List<String> target) {
        return new Positional(label, help, 1, Integer.MAX_VALUE, target::addAll);
    }

    /** None or more. */
    public static Positional any(String label, String help, List<String> target) {
        return new Positional(label, help, 0, Integer.MAX_VALUE, target::addAll);
    }

    /** How a line of usage shows it. */
    String usage() {
        String text = most > 1 ? label + "..." : label;
        return least == 0 ? "[" + text + "]" : text;
    }

    /** Hands the values out in order; refuses what is missing or too much. */
    static void fill(List<Positional> positionals, List<String> values) {
        List<String> left = new ArrayList<>(values);
        for (Positional positional : positionals) {
            if (left.size() < positional.least) {
                throw new UsageException("missing " + positional.label);
            }
            List<String> taken = left.subList(0, Math.min(positional.most, left.size()));
            if (!taken.isEmpty()) {
                positional.target.accept(List.copyOf(taken));
                taken.clear();
            }
        }
        if (!left.isEmpty()) {
            throw new UsageException("'" + left.getFirst() + "' is one argument too many");
        }
    }
}

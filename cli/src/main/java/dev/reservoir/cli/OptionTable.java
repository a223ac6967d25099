package dev.reservoir.cli;

import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * A command's options: what they are called, what they mean and where their values go. The
 * arguments are read by the parser that Kafka's tools use, so {@code --topic t}, {@code --topic=t},
 * {@code -topic t} and {@code --top t} are the same.
 */
public final class OptionTable {
    /** One option; {@code label} stands for its value and is empty for a flag. */
    record Entry(Names names, String label, String help, Consumer<List<String>> target) {}

    /**
     * What an option is called.
     *
     * @param name the long name with its dashes
     * @param letter the short name with its dash; empty without one
     */
    record Names(String name, String letter) {
        /** Reads {@code --name} or {@code --name, -n}. */
        static Names of(String text) {
            int comma = text.indexOf(',');
            return comma < 0
                    ? new Names(text, "")
                    : new Names(text.substring(0, comma), text.substring(comma + 1).strip());
        }

        private List<String> plain() {
            return letter.isEmpty()
                    ? List.of(OptionTable.plain(name))
                    : List.of(OptionTable.plain(name), OptionTable.plain(letter));
        }
    }

    private final OptionParser parser = new OptionParser();
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Set<String> several = new HashSet<>();
    private final List<String> required = new ArrayList<>();
    private final List<Positional> positionals = new ArrayList<>();
    private boolean extraRefused;

    /** An option without a value. Options are named {@code --name} or {@code --name, -n}. */
    public void flag(String name, String help, Runnable target) {
        parser.acceptsAll(Names.of(name).plain());
        add(name, "", help, values -> target.run());
    }

    /** Says what stands on the command line without dashes, in the order of the calls. */
    public void positional(Positional positional) {
        positionals.add(positional);
    }

    /** An option with one value. */
    public void value(String name, String label, String help, Consumer<String> target) {
        parser.acceptsAll(Names.of(name).plain()).withRequiredArg();
        add(name, label, help, values -> target.accept(single(Names.of(name).name(), values)));
    }

    /** An option with one of some values, any case. */
    public <E extends Enum<E>> void choice(
            String name, Class<E> values, String help, Consumer<E> target) {
        List<String> words =
                Arrays.stream(values.getEnumConstants()).map(OptionTable::word).toList();
        value(
                name,
                String.join("|", words),
                help,
                text -> target.accept(chosen(Names.of(name).name(), values, text)));
    }

    private static <E extends Enum<E>> E chosen(String name, Class<E> values, String text) {
        for (E value : values.getEnumConstants()) {
            if (word(value).equalsIgnoreCase(text)) {
                return value;
            }
        }
        List<String> words =
                Arrays.stream(values.getEnumConstants()).map(OptionTable::word).toList();
        throw new UsageException(
                "'"
                        + text
                        + "' is not a value of "
                        + name
                        + ", which takes "
                        + String.join(", ", words));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** An option whose value may be left out: then it has the value {@code otherwise}. */
    public void optionalValue(
            String name, String label, String otherwise, String help, Consumer<String> target) {
        parser.acceptsAll(Names.of(name).plain()).withOptionalArg();
        Consumer<List<String>> all =
                values ->
                        target.accept(
                                values.isEmpty()
                                        ? otherwise
                                        : single(Names.of(name).name(), values));
        add(name, "[" + label + "]", help, all);
    }

    /** An option that may be given several times. */
    public void values(String name, String label, String help, List<String> target) {
        parser.acceptsAll(Names.of(name).plain()).withRequiredArg();
        add(name, label, help, target::addAll);
    }

    /** An option that takes all values behind it, up to the next option. */
    public void severalValues(String name, String label, String help, List<String> target) {
        values(name, label + " ...", help, target);
        several.add(Names.of(name).name());
    }

    /** An option with a number of 32 bits. */
    public void integer(String name, String label, String help, IntConsumer target) {
        value(
                name,
                label,
                help,
                text -> {
                    long number = number(name, text);
                    if (number != (int) number) {
                        throw new UsageException(
                                text + " is too large a number for " + Names.of(name).name());
                    }
                    target.accept((int) number);
                });
    }

    /** An option with a number of 64 bits. */
    public void number(String name, String label, String help, LongConsumer target) {
        value(name, label, help, text -> target.accept(number(name, text)));
    }

    /** An option with a number of 64 bits that may be left out. */
    public void optionalNumber(
            String name, String label, String otherwise, String help, LongConsumer target) {
        optionalValue(name, label, otherwise, help, text -> target.accept(number(name, text)));
    }

    /** An option with a decimal number. */
    public void decimal(String name, String label, String help, DoubleConsumer target) {
        value(
                name,
                label,
                help,
                text -> {
                    try {
                        target.accept(Double.parseDouble(text));
                    } catch (NumberFormatException _) {
                        throw new UsageException(
                                "'"
                                        + text
                                        + "' is not a number, as "
                                        + Names.of(name).name()
                                        + " needs one");
                    }
                });
    }

    /** Makes an option obligatory. */
    public void require(String name) {
        required.add(name);
    }

    /** Makes what belongs to no option an error; without this it is mentioned and ignored. */
    public void refuseExtra() {
        extraRefused = true;
    }

    private void add(String name, String label, String help, Consumer<List<String>> target) {
        Names names = Names.of(name);
        entries.put(names.name(), new Entry(names, label, help, target));
    }

    /** The options by name. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** What stands without dashes. */
    List<Positional> positionals() {
        return positionals;
    }

    /** Reads the arguments; obligatory options and values are looked at by {@link #fill}. */
    Arguments parse(List<String> arguments) {
        OptionSet set;
        try {
            set = parser.parse(spread(arguments).toArray(new String[0]));
        } catch (OptionException e) {
            throw new UsageException(explained(e, arguments));
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String name : entries.keySet()) {
            if (set.has(plain(name))) {
                List<String> texts =
                        set.valuesOf(plain(name)).stream().map(String::valueOf).toList();
                values.put(name, texts);
            }
        }
        List<String> extra = set.nonOptionArguments().stream().map(String::valueOf).toList();
        if (!extra.isEmpty() && extraRefused) {
            throw new UsageException("'" + extra.getFirst() + "' belongs to no option");
        }
        List<String> order =
                set.specs().stream().map(spec -> "--" + spec.options().getFirst()).toList();
        return new Arguments(values, order, extra);
    }

    /**
     * Fills in the values; fails if an obligatory option is missing or a value is not of its kind.
     */
    void fill(Arguments arguments) {
        for (String name : required) {
            if (!arguments.values().containsKey(name)) {
                throw new UsageException("Missing required option " + name);
            }
        }
        arguments
                .values()
                .forEach((name, values) ->
                        Objects.requireNonNull(entries.get(name)).target().accept(values));
    }

    /**
     * What stands on a command line.
     *
     * @param values of each option that is given
     * @param order the options as they are given, each as often as it is
     * @param extra what belongs to no option
     */
    record Arguments(Map<String, List<String>> values, List<String> order, List<String> extra) {}

    /**
     * {@code --props a b} becomes {@code --props a --props b} where an option takes several values.
     */
    private List<String> spread(List<String> arguments) {
        List<String> spread = new ArrayList<>();
        String taker = "";
        boolean first = false;
        for (String argument : arguments) {
            if (several.contains(argument)) {
                taker = argument;
                first = true;
            } else if (argument.startsWith("-")) {
                taker = "";
            } else if (!taker.isEmpty() && !first) {
                spread.add(taker);
            } else {
                first = false;
            }
            spread.add(argument);
        }
        return spread;
    }

    private String explained(OptionException e, List<String> arguments) {
        String option = e.options().isEmpty() ? "" : e.options().getFirst();
        if (e.getClass().getSimpleName().equals("UnrecognizedOptionException")) {
            String asGiven =
                    arguments.stream()
                            .filter(text -> text.startsWith("-") && text.contains(option))
                            .findFirst()
                            .map(text -> text.split("=", 2)[0])
                            .orElse("--" + option);
            return "unknown option '"
                    + asGiven
                    + "'"
                    + Nearest.of("--" + plain(asGiven), entries.keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("");
        }
        if (e.getClass().getSimpleName().equals("OptionMissingRequiredArgumentException")) {
            // The parser joins the names of one option: o/output.
            return Arrays.stream(option.split("/"))
                    .map(each -> entries.get("--" + each))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(each -> each.names().name() + " needs a value: " + each.label())
                    .orElseGet(() -> String.valueOf(e.getMessage()));
        }
        return String.valueOf(e.getMessage());
    }

    private static String plain(String name) {
        return name.startsWith("--")
                ? name.substring(2)
                : name.startsWith("-") ? name.substring(1) : name;
    }

    private static String single(String name, List<String> values) {
        if (values.size() > 1) {
            throw new UsageException(
                    name
                            + " is given "
                            + values.size()
                            + " times ("
                            + String.join(", ", values)
                            + ") and takes one value");
        }
        return values.getFirst();
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "'" + text + "' is not a number, as " + Names.of(name).name() + " needs one");
        }
    }
}

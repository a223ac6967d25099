package dev.reservoir.machine;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A process as a message may name it: its arguments are left out, for they can hold passwords.
 *
 * @param pid its number
 * @param name its program and, for one in Java, its main class or jar
 */
public record ProcessName(long pid, String name) {
    private static final Pattern CLASS = Pattern.compile("([A-Za-z_]\\w*\\.)+[A-Z]\\w*");
    private static final Pattern UNSAFE = Pattern.compile("[^\\w.+:/-]");
    private static final int MAX_LENGTH = 80;

    /**
     * @param program {@code /proc/PID/comm}
     * @param arguments what it was started with
     */
    static ProcessName of(long pid, String program, List<String> arguments) {
        String name = UNSAFE.matcher(program).replaceAll("?");
        if (program.equals("java")) {
            name += main(arguments);
        }
        return new ProcessName(pid, name.substring(0, Math.min(name.length(), MAX_LENGTH)));
    }

    private static String main(List<String> arguments) {
        int jar = arguments.indexOf("-jar");
        if (jar >= 0 && jar + 1 < arguments.size()) {
            String path = arguments.get(jar + 1);
            return " " + UNSAFE.matcher(path.substring(path.lastIndexOf('/') + 1)).replaceAll("?");
        }
        return arguments.stream()
                .filter(argument -> CLASS.matcher(argument).matches())
                .findFirst()
                .map(main -> " " + main)
                .orElse("");
    }

    /** {@code process 4711 (java dev.reservoir.broker.Main)}. */
    @Override
    public String toString() {
        return "process " + pid + (name.isEmpty() ? "" : " (" + name + ")");
    }
}

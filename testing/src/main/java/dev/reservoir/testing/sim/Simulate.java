package dev.reservoir.testing.sim;

/** Runs seeds and prints the hash of each one's trace. */
public final class Simulate {
    private static final int FAILED = 1;

    private Simulate() {}

    /**
     * @param arguments the first seed, the last one, the simulated milliseconds with failures, and
     *     perhaps {@code trace} for everything that happens
     */
    public static void main(String[] arguments) {
        long last = Long.parseLong(arguments[1]);
        boolean told = arguments.length > 3;
        long roughMs = Long.parseLong(arguments[2]);
        for (long seed = Long.parseLong(arguments[0]); seed <= last; seed++) {
            Trace trace = new Trace(told ? System.out::println : _ -> {});
            Simulation simulation = new Simulation(seed, SimEngine::new, trace);
            try {
                simulation.run(roughMs);
                System.out.println(seed + " " + trace.hash());
            } catch (Exception | AssertionError e) {
                System.out.println(String.join("\n", trace.tail()));
                e.printStackTrace(System.out);
                System.out.println("seed " + seed + " failed: " + e);
                System.exit(FAILED);
            }
        }
    }
}

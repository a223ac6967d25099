package dev.reservoir.cli.house.check;

/** How many processors there are for it. */
final class CpuCheck implements Check {
    private static final String WHAT = "processors";

    private final int processors;

    CpuCheck(int processors) {
        this.processors = processors;
    }

    @Override
    public Verdict look() {
        String value = Integer.toString(processors);
        return processors > 1
                ? new Verdict.Ok(WHAT, value)
                : new Verdict.Warn(
                        WHAT,
                        value,
                        "Syncs, requests and garbage collection take turns on one.",
                        "Give the machine (the container) two or more.");
    }
}

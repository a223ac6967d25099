package dev.reservoir.cli.house.check;

/** Whether the Java is the one that the broker is built for. */
final class JdkCheck implements Check {
    static final int FEATURE = 25;
    private static final String WHAT = "JDK";

    private final Runtime.Version version;
    private final String home;

    JdkCheck(Runtime.Version version, String home) {
        this.version = version;
        this.home = home;
    }

    @Override
    public Verdict look() {
        String value = version + " in " + home;
        return version.feature() == FEATURE
                ? new Verdict.Ok(WHAT, value)
                : new Verdict.Fail(
                        WHAT,
                        value,
                        "Reservoir needs JDK " + FEATURE + ".",
                        "Install one (package temurin-25-jdk or openjdk-25-jdk) and point JAVA_HOME"
                                + " at it.");
    }
}

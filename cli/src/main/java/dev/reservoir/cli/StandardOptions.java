package dev.reservoir.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** What every command takes. */
public final class StandardOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    private boolean version;

    @Parameters(hidden = true)
    private List<String> extra = new ArrayList<>();

    boolean help() {
        return help;
    }

    boolean version() {
        return version;
    }

    /** Arguments that belong to no option. */
    List<String> extra() {
        return extra;
    }
}

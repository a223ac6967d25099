package dev.reservoir.cli.house;

import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The question before something that cannot be undone. A script is not asked. */
public final class Confirmation {
    private boolean yes;

    /** Adds {@code --yes}. */
    public void declare(OptionTable options) {
        options.flag("--yes, -y", "Do not ask.", () -> yes = true);
    }

    /** Whether a person is there to be asked and did not say yes beforehand. */
    public boolean needed(Terminal terminal) {
        return terminal.interactive() && !yes;
    }

    /** Asks; anything but yes means no. */
    public boolean given(String question, Terminal terminal) {
        terminal.err().print(question + " [y/N] ");
        terminal.err().flush();
        try {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
            String answer = in.readLine();
            boolean agreed =
                    answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
            if (!agreed) {
                terminal.err().println("Nothing was done.");
            }
            return agreed;
        } catch (IOException _) {
            return false;
        }
    }
}

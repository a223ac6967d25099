package dev.reservoir.cli.house.completion;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code reservoir completion}: prints a function for a shell, which asks this program itself. */
public final class CompletionCommand implements Command {
    private static final Set<String> SHELLS = Set.of("bash", "zsh", "fish");

    private String shell = "";

    @Override
    public String description() {
        return "Prints what bash, zsh or fish need to complete commands, options, topics and"
                + " groups.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("source <(reservoir completion bash)", "in ~/.bashrc"),
                new Example("source <(reservoir completion zsh)", "in ~/.zshrc, after compinit"),
                new Example("reservoir completion fish | source", "in ~/.config/fish/config.fish"));
    }

    @Override
    public void declare(OptionTable options) {
        options.positional(Positional.one("bash|zsh|fish", "The shell.", value -> shell = value));
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        if (!SHELLS.contains(shell)) {
            throw new UsageException("'" + shell + "' is not one of bash, zsh and fish");
        }
        String resource = "reservoir." + shell;
        try (InputStream script = CompletionCommand.class.getResourceAsStream(resource)) {
            byte[] text = Objects.requireNonNull(script).readAllBytes();
            terminal.out().print(new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + resource + ": " + e.getMessage(), e);
        }
        return 0;
    }
}

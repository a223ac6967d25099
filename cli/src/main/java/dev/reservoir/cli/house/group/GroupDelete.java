package dev.reservoir.cli.house.group;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Confirmation;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Table;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupNotEmptyException;

import java.util.ArrayList;
import java.util.List;

/** {@code reservoir group delete}. */
final class GroupDelete extends ClusterCommand {
    private final List<String> groups = new ArrayList<>();
    private final Confirmation confirmation = new Confirmation();

    @Override
    public String description() {
        return "Deletes groups with their committed offsets; the topics stay.";
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("reservoir group delete billing", "asks first, at a terminal"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.some("GROUP", "The groups.", groups));
        confirmation.declare(options);
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        Names.requireGroups(admin, groups);
        if (confirmation.needed(terminal)
                && !confirmation.given(
                        "Delete " + String.join(", ", groups) + " and what they have committed?",
                        terminal)) {
            return 1;
        }
        try {
            await(admin.deleteConsumerGroups(groups).all());
        } catch (GroupNotEmptyException e) {
            throw new CommandFailure(
                    "A group with members cannot be deleted: stop its consumers first"
                            + " ('reservoir group describe' names them)",
                    e);
        }
        Table<String> table = new Table<String>().column("group", group -> group);
        output.each(table, groups, group -> "Deleted group " + group + ".", terminal);
        return 0;
    }
}

package dev.reservoir.cli.kafka.groups;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code --describe --state}: one row. */
final class StateRow {
    private StateRow() {}

    static TextTable table(ConsumerGroupDescription group, boolean verbose) {
        TextTable table = new TextTable().column("GROUP", 15).column("COORDINATOR (ID)", 25);
        table.column("ASSIGNMENT-STRATEGY", 20).column("STATE", 20);
        if (verbose) {
            table.column("GROUP-EPOCH", 15).column("TARGET-ASSIGNMENT-EPOCH", 25);
        }
        table.fixedColumn("#MEMBERS", 0);
        Node coordinator = group.coordinator();
        String assignor = group.partitionAssignor();
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                group.groupId(),
                                coordinator.host()
                                        + ":"
                                        + coordinator.port()
                                        + "  ("
                                        + coordinator.idString()
                                        + ")",
                                assignor.isEmpty() ? OffsetRow.NONE : assignor,
                                group.groupState().toString()));
        if (verbose) {
            cells.add(epoch(group.groupEpoch()));
            cells.add(epoch(group.targetAssignmentEpoch()));
        }
        cells.add(String.valueOf(group.members().size()));
        return table.row(cells);
    }

    private static String epoch(Optional<Integer> epoch) {
        return epoch.map(String::valueOf).orElse(OffsetRow.NONE);
    }
}

package dev.reservoir.testing.pages;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What still runs when this JVM ends is killed, with all that it started. */
final class Leftovers {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::kill, "kill-terminals"));
    }

    private Leftovers() {}

    static void endWithThisJvm(Process process) {
        RUNNING.add(process);
        var _ = process.onExit().thenAccept(RUNNING::remove);
    }

    private static void kill() {
        for (Process process : RUNNING) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}

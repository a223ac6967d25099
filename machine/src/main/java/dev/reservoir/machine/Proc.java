package dev.reservoir.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Linux's {@code /proc}. Whatever it does not tell, or another system does not have, is empty: this
 * is for hints, nothing rests on it. Thread-safe.
 */
public final class Proc {
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+|unlimited)");
    private static final String LISTENING = "0A";

    // Columns of /proc/net/tcp and of /proc/locks.
    private static final int TCP_LOCAL = 1;
    private static final int TCP_STATE = 3;
    private static final int TCP_INODE = 9;
    private static final int LOCK_PID = 4;
    private static final int LOCK_FILE = 5;

    private final Path root;

    /**
     * @param root {@code /proc}, or a directory in its form
     */
    public Proc(Path root) {
        this.root = root;
    }

    /** This machine's. */
    public static Proc ofMachine() {
        return new Proc(Path.of("/proc"));
    }

    /** A file's text; "" if it cannot be read. */
    public String text(String name) {
        try {
            return Files.readString(root.resolve(name), UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private List<String> lines(String name) {
        return text(name).lines().toList();
    }

    /** How many files this process may have open; {@link Long#MAX_VALUE} for no limit. */
    public OptionalLong openFilesLimit() {
        Matcher limit = OPEN_FILES.matcher(text("self/limits"));
        if (!limit.find()) {
            return OptionalLong.empty();
        }
        String value = limit.group(1);
        return OptionalLong.of(value.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(value));
    }

    /** Whether something listens on a TCP port, on whichever address. */
    public boolean isListenedOn(int port) {
        return listener(port).isPresent();
    }

    /** The process that listens on a TCP port, if this user may know. */
    public Optional<ProcessName> holderOfPort(int port) {
        return listener(port).flatMap(this::holderOfSocket);
    }

    /** The inode of the socket that listens on a port. */
    private Optional<String> listener(int port) {
        String wanted = String.format(":%04X", port);
        for (String file : List.of("net/tcp", "net/tcp6")) {
            for (String line : lines(file)) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > TCP_INODE
                        && columns[TCP_LOCAL].endsWith(wanted)
                        && columns[TCP_STATE].equals(LISTENING)) {
                    return Optional.of(columns[TCP_INODE]);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ProcessName> holderOfSocket(String inode) {
        String target = "socket:[" + inode + "]";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root, "[0-9]*")) {
            for (Path process : processes) {
                if (hasOpen(process, target)) {
                    return Optional.of(name(Long.parseLong(process.getFileName().toString())));
                }
            }
        } catch (IOException _) {
            // Not known then.
        }
        return Optional.empty();
    }

    private static boolean hasOpen(Path process, String target) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (pointsAt(file, target)) {
                    return true;
                }
            }
        } catch (IOException _) {
            // It has ended, or is another user's.
        }
        return false;
    }

    private static boolean pointsAt(Path file, String target) {
        try {
            return Files.readSymbolicLink(file).toString().equals(target);
        } catch (IOException _) {
            return false;
        }
    }

    /** The process that has locked a file (a POSIX lock, as Java's are), if it can be known. */
    public Optional<ProcessName> holderOfLock(Path file) {
        String inode;
        try {
            inode = ":" + Files.getAttribute(file, "unix:ino");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return Optional.empty();
        }
        for (String line : lines("locks")) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > LOCK_FILE
                    && columns[1].equals("POSIX")
                    && columns[LOCK_FILE].endsWith(inode)) {
                long pid = Long.parseLong(columns[LOCK_PID]);
                // A process of another container has no number here.
                return pid > 0 ? Optional.of(name(pid)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private ProcessName name(long pid) {
        return ProcessName.of(
                pid, text(pid + "/comm").strip(), List.of(text(pid + "/cmdline").split("\0")));
    }
}

package dev.reservoir.cli.house.check;

import dev.reservoir.machine.Proc;
import dev.reservoir.machine.ProcessName;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whether a broker can listen where it shall. */
final class PortCheck implements Check {
    private static final String BROKER = "dev.reservoir.broker.Main";
    private static final String ANOTHER = "Stop that program, or choose another with --listen.";

    private final String host;
    private final int port;
    private final Proc proc;

    PortCheck(String host, int port, Proc proc) {
        this.host = host;
        this.port = port;
        this.proc = proc;
    }

    @Override
    public Verdict look() {
        String what = "port " + port;
        String address = host + ":" + port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return new Verdict.Ok(what, address + " is free");
        } catch (UnknownHostException _) {
            return new Verdict.Fail(
                    what,
                    address,
                    "This machine knows no host " + host + ".",
                    "Choose an address with --listen; 0.0.0.0 stands for all of them.");
        } catch (IOException e) {
            return taken(what, address, e);
        }
    }

    private Verdict taken(String what, String address, IOException problem) {
        Optional<ProcessName> holder = proc.holderOfPort(port);
        if (holder.isPresent() && holder.get().name().contains(BROKER)) {
            return new Verdict.Ok(
                    what, address + ", a Reservoir broker listens there: " + holder.get());
        }
        String why =
                holder.map(process -> "It is used by " + process + ".")
                        .orElse("The system says: " + problem.getMessage() + ".");
        return new Verdict.Fail(what, address, why, ANOTHER);
    }
}

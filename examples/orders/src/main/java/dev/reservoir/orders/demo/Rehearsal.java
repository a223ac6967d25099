package dev.reservoir.orders.demo;

import dev.reservoir.orders.check.Books;
import dev.reservoir.orders.service.ServiceName;
import dev.reservoir.orders.service.ServiceProcess;
import dev.reservoir.orders.service.ServiceSettings;
import dev.reservoir.orders.service.Voice;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The whole shop in this one process for a moment, so that a JVM that records an AOT cache meets
 * the classes that the demo and its services load.
 */
public final class Rehearsal {
    private static final int ORDERS_A_SECOND = 50;
    private static final long LONGEST_MS = 20_000;
    private static final long PAUSE_MS = 100;

    private final Path program;
    private final Voice nobody =
            new Voice(
                    new PrintStream(OutputStream.nullOutputStream()),
                    new PrintStream(OutputStream.nullOutputStream()));

    /**
     * @param program bin/reservoir, which starts a broker
     */
    public Rehearsal(Path program) {
        this.program = program;
    }

    /** Returns the process's exit code. */
    public int run() throws InterruptedException {
        EventLog log = new EventLog(Clock.system(ZoneId.systemDefault()));
        try (Workplace workplace = Workplace.open(null)) {
            Path directory = workplace.directory();
            try (OwnBroker broker = new OwnBroker(program, directory, log, _ -> {})) {
                broker.start();
                perform(directory, broker.bootstrap());
            }
            workplace.discard();
            return 0;
        } catch (IOException | SQLException | ExecutionException e) {
            throw new DemoException(e.toString(), e);
        }
    }

    private void perform(Path directory, String bootstrap)
            throws InterruptedException, SQLException, ExecutionException {
        ServiceProcess.prepare(directory);
        ServiceSettings settings = new ServiceSettings(bootstrap, directory, ORDERS_A_SECOND);
        List<ServiceProcess> services = new ArrayList<>();
        for (ServiceName name : ServiceName.values()) {
            ServiceProcess service = new ServiceProcess(name, settings, nobody);
            service.start();
            services.add(service);
        }
        try (Books books = Books.open(directory);
                Admin admin =
                        Admin.create(
                                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            long end = System.nanoTime() + LONGEST_MS * 1_000_000;
            while (books.read().figures().shipped() == 0 && System.nanoTime() < end) {
                Thread.sleep(PAUSE_MS);
            }
            Offsets offsets = new Offsets(admin);
            offsets.ends();
            offsets.committed(ServiceName.BILLING.word());
        }
        for (ServiceProcess service : services) {
            service.stop();
        }
    }
}

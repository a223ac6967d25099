package dev.reservoir.meta.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Broker keys that Kafka 4.3.1, or an older Kafka, knows and this broker does not serve, so that a
 * server.properties of Kafka works where it can and is refused where going on would mislead.
 */
public final class UnservedKeys {
    /** What becomes of a key that is not served. */
    enum Fate {
        /** Taken and reported. */
        REPORTED,
        /** Refused, unless the value is Kafka's default. */
        REFUSED
    }

    /**
     * A key that is not served.
     *
     * @param kafkaDefault Kafka's default, "" where it has none
     * @param reason why it is not, to follow "key:"
     */
    record Unserved(String name, Fate fate, String kafkaDefault, String reason) {}

    /**
     * Keys that are not served for one reason.
     *
     * @param refused whether the broker does not start with one; otherwise it says so and starts
     * @param reason why they are not served
     * @param names a {@code *} at the end of one stands for any ending; {@code name=value} is taken
     *     with this value all the same
     */
    public record Family(boolean refused, String reason, List<String> names) {}

    private static final String TABLE =
            """
            = reported not needed, for there is no KRaft quorum: metadata goes through the broker's own journal
            process.roles controller.listener.names controller.quorum.* metadata.log.* metadata.max.*
            broker.heartbeat.interval.ms broker.session.timeout.ms initial.broker.registration.timeout.ms
            early.start.listeners controller.performance.* controller.socket.timeout.ms inter.broker.listener.name
            internal.metadata.* server.max.startup.time.ms
            = reported not needed, for there is no ZooKeeper
            zookeeper.* broker.id.generation.enable reserved.broker.max.id inter.broker.protocol.version control.plane.listener.name
            = reported without effect, for there is one broker and nothing is replicated
            replica.* num.replica.fetchers num.replica.alter.log.dirs.threads replication.quota.*
            alter.log.dirs.replication.quota.* auto.leader.rebalance.enable leader.imbalance.*
            controlled.shutdown.* follower.fetch.last.tiered.offset.enable unclean.leader.election.interval.ms
            = reported without effect, for threads and queues are of another kind here
            num.network.threads num.io.threads background.threads num.recovery.threads.per.data.dir queued.max.requests
            producer.purgatory.purge.interval.requests fetch.purgatory.purge.interval.requests
            delete.records.purgatory.purge.interval.requests share.fetch.purgatory.purge.interval.requests
            request.timeout.ms group.coordinator.threads group.coordinator.background.threads
            group.coordinator.append.linger.ms group.coordinator.cached.buffer.max.bytes offsets.load.buffer.size
            offsets.topic.compression.codec socket.connection.setup.* producer.id.expiration.check.interval.ms
            = reported without effect, for the system sizes the buffers and queues of sockets
            socket.listen.backlog.size socket.receive.buffer.bytes socket.send.buffer.bytes
            = reported without effect, for checkpoints and deletions follow the journal
            log.flush.offset.checkpoint.interval.ms log.flush.start.offset.checkpoint.interval.ms
            log.initial.task.delay.ms log.dir.failure.timeout.ms cordoned.log.dirs
            = reported without effect, for one thread compacts, and sizes its buffers itself
            log.cleaner.enable log.cleaner.io.buffer.load.factor log.cleaner.io.buffer.size log.cleaner.threads
            = reported without effect, for the group protocol of KIP-848 is not served yet
            group.consumer.* group.coordinator.rebalance.protocols
            = reported without effect, for share groups are not served yet
            group.share.* share.coordinator.*
            = reported without effect, for streams groups are not served yet
            group.streams.*
            = reported without effect, for timeouts of transactions are kept to the millisecond and retries wait in the broker
            transaction.abort.timed.out.transaction.cleanup.interval.ms add.partitions.to.txn.*
            = reported without effect, for each transaction is verified, and its log is loaded as others are
            transaction.partition.verification.enable transaction.state.log.load.buffer.size
            = reported without effect, for there is one broker and nothing is replicated
            transaction.state.log.min.isr
            = refused two-phase commit of KIP-939 is not served, as Kafka 4.3 does not serve it to clients
            transaction.two.phase.commit.enable=false
            = reported without effect, for metrics and telemetry are not served yet
            metric.reporters metrics.* kafka.metrics.* auto.include.jmx.reporter telemetry.max.bytes
            = reported without effect, for Kafka 4 removed it
            log.message.format.version log.message.downconversion.enable log.message.timestamp.difference.max.ms
            = reported without effect, for quotas are not served yet
            quota.window.* controller.quota.* max.connection.creation.rate
            = refused addresses have one common limit, max.connections.per.ip
            max.connections.per.ip.overrides
            = refused quotas are not served yet
            client.quota.callback.class
            = refused authorization is not served yet, so everybody could do everything
            authorizer.class.name
            = reported without effect, for authorization is not served yet
            super.users allow.everyone.if.no.acl.found
            = reported without effect, for TLS and authentication are not served yet and no listener asks for them
            ssl.* sasl.* security.* principal.builder.class connections.max.reauth.ms
            connection.failed.authentication.delay.ms delegation.token.* listener.name.*
            = refused policies are not served, so topics and configs would not be checked
            create.topic.policy.class.name alter.config.policy.class.name
            = refused tiered storage is not served
            remote.log.storage.system.enable=false
            = reported without effect, for tiered storage is not served
            remote.* rsm.config.* rlmm.config.*
            = refused settings from other places are not served; write the value itself
            config.providers config.providers.*
            = refused preview features are not served
            unstable.api.versions.enable=false unstable.feature.versions.enable=false
            """;

    private static final Map<String, Unserved> EXACT = new LinkedHashMap<>();
    private static final List<Unserved> PREFIXES = new ArrayList<>();

    static {
        Fate fate = Fate.REPORTED;
        String reason = "";
        for (String line : TABLE.lines().toList()) {
            if (line.startsWith("= ")) {
                String[] words = line.split(" ", 3);
                fate = words[1].equals("refused") ? Fate.REFUSED : Fate.REPORTED;
                reason = words[2];
            } else {
                for (String word : line.split(" ", -1)) {
                    add(word, fate, reason);
                }
            }
        }
    }

    private UnservedKeys() {}

    /** What is known of a key, null when neither Kafka nor this broker has it. */
    static @Nullable Unserved get(String name) {
        Unserved exact = EXACT.get(name);
        if (exact != null) {
            return exact;
        }
        for (Unserved family : PREFIXES) {
            if (name.startsWith(family.name())) {
                return family;
            }
        }
        return null;
    }

    /** All of them, by the reason. */
    public static List<Family> families() {
        List<Family> families = new ArrayList<>();
        for (String section : TABLE.substring(2).split("\n= ", -1)) {
            String[] headAndNames = section.split("\n", 2);
            String[] head = headAndNames[0].split(" ", 2);
            families.add(
                    new Family(
                            head[0].equals("refused"),
                            head[1],
                            List.of(headAndNames[1].strip().split("\\s+"))));
        }
        return families;
    }

    /** The names, for those who mistype one. */
    static Set<String> names() {
        return EXACT.keySet();
    }

    private static void add(String word, Fate fate, String reason) {
        if (word.endsWith("*")) {
            PREFIXES.add(new Unserved(word.substring(0, word.length() - 1), fate, "", reason));
            return;
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        EXACT.putIfAbsent(
                name,
                new Unserved(name, fate, equals < 0 ? "" : word.substring(equals + 1), reason));
    }
}

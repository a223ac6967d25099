package dev.reservoir.cli.kafka.configs;

import static dev.reservoir.cli.Answers.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeUserScramCredentialsResult;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaException;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Passwords of users for SASL/SCRAM (KIP-554). */
final class Scram {
    /** What Kafka takes at least, for either mechanism. */
    private static final int MIN_ITERATIONS = 4096;

    private static final int DEFAULT_ITERATIONS = 4096;
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?:iterations=(-?[0-9]*),)?password=(.*)");

    private final Admin admin;
    private final Terminal terminal;

    Scram(Admin admin, Terminal terminal) {
        this.admin = admin;
        this.terminal = terminal;
    }

    static boolean isMechanism(String key) {
        return ScramMechanism.fromMechanismName(key) != ScramMechanism.UNKNOWN;
    }

    /** Prints who has a password by which mechanism; everybody without names. */
    void describe(List<String> users) {
        DescribeUserScramCredentialsResult result = admin.describeUserScramCredentials(users);
        for (String user : await(result.users())) {
            try {
                String mechanisms =
                        await(result.description(user)).credentialInfos().stream()
                                .map(info ->
                                        info.mechanism().mechanismName()
                                                + "=iterations="
                                                + info.iterations())
                                .collect(Collectors.joining(", "));
                terminal.out()
                        .println(
                                "SCRAM credential configs for user-principal '"
                                        + user
                                        + "' are "
                                        + mechanisms);
            } catch (KafkaException e) {
                terminal.out()
                        .println(
                                "Error retrieving SCRAM credential configs for user-principal '"
                                        + user
                                        + "': ExecutionException: "
                                        + e);
            }
        }
    }

    void alter(String user, Changes changes) {
        List<UserScramCredentialAlteration> alterations = new ArrayList<>();
        for (String key : changes.deleted()) {
            alterations.add(
                    new UserScramCredentialDeletion(user, ScramMechanism.fromMechanismName(key)));
        }
        changes.added().forEach((key, value) -> alterations.add(upsertion(user, key, value)));
        await(admin.alterUserScramCredentials(alterations).all());
    }

    private static UserScramCredentialUpsertion upsertion(String user, String key, String value) {
        Matcher matcher = CREDENTIAL.matcher(value);
        if (!matcher.matches()) {
            throw new UsageException(
                    "Invalid credential property "
                            + key
                            + "; the form is "
                            + key
                            + "=[iterations=8192,password=secret]");
        }
        int iterations = iterations(matcher.group(1), key);
        ScramCredentialInfo info =
                new ScramCredentialInfo(ScramMechanism.fromMechanismName(key), iterations);
        return new UserScramCredentialUpsertion(user, info, matcher.group(2).getBytes(UTF_8));
    }

    private static int iterations(@org.jspecify.annotations.Nullable String text, String key) {
        if (text == null || text.equals("-1")) {
            return DEFAULT_ITERATIONS;
        }
        int iterations;
        try {
            iterations = Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new UsageException("'" + text + "' is not a number of iterations for " + key);
        }
        if (iterations < MIN_ITERATIONS) {
            throw new UsageException(
                    "Iterations "
                            + iterations
                            + " is less than the minimum "
                            + MIN_ITERATIONS
                            + " required for "
                            + key);
        }
        return iterations;
    }
}

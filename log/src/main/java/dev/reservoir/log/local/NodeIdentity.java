package dev.reservoir.log.local;

import java.util.UUID;

/**
 * Whose a data directory is, as {@code meta.properties} says.
 *
 * @param clusterId Kafka's form: 16 bytes in base64url
 * @param nodeId the broker's id ({@code node.id})
 * @param directoryId tells this directory from any other
 */
public record NodeIdentity(String clusterId, int nodeId, UUID directoryId) {}

package dev.reservoir.orders.service;

import java.nio.file.Path;

/**
 * How a service is run.
 *
 * @param bootstrap host and port of a broker
 * @param directory where the services' databases are; it is there
 * @param ordersPerSecond how many orders the order service takes; with 0 it only publishes those
 *     that were taken before
 */
public record ServiceSettings(String bootstrap, Path directory, double ordersPerSecond) {}

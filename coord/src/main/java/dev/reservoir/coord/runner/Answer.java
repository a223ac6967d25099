package dev.reservoir.coord.runner;

/**
 * A command's result, perhaps that of an earlier command.
 *
 * @param ticket the number under which the command was decided
 * @param result of the command's {@link Command#resultType}
 */
public record Answer(long ticket, Object result) {}

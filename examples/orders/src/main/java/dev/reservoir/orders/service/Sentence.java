package dev.reservoir.orders.service;

/** What a failure comes down to, for people to read. */
final class Sentence {
    private Sentence() {}

    /** The messages of the failure and of what caused it, which often says more. */
    static String of(Throwable problem) {
        StringBuilder sentence = new StringBuilder(message(problem));
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            if (sentence.indexOf(message(cause)) < 0) {
                sentence.append(": ").append(message(cause));
            }
        }
        return sentence.toString();
    }

    private static String message(Throwable problem) {
        return problem.getMessage() == null
                ? problem.getClass().getSimpleName()
                : problem.getMessage();
    }
}

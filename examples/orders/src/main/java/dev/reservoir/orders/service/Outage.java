package dev.reservoir.orders.service;

/**
 * Tells once that something does not work, and once that it works again, however often it is tried
 * in between. Used by one thread.
 */
final class Outage {
    private final Voice voice;
    private final String what;
    private boolean told;

    /**
     * @param what does not work, for example "publishing"
     */
    Outage(Voice voice, String what) {
        this.voice = voice;
        this.what = what;
    }

    void goesOn(Throwable problem) {
        if (!told) {
            voice.warn(
                    what
                            + " does not work, and is tried again until it does: "
                            + Sentence.of(problem));
        }
        told = true;
    }

    void isOver() {
        if (told) {
            voice.warn(what + " works again");
            told = false;
        }
    }
}

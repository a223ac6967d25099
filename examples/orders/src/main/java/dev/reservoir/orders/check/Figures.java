package dev.reservoir.orders.check;

/**
 * The shop in numbers at one moment.
 *
 * @param orders orders taken
 * @param paid orders whose payment was collected
 * @param declined orders whose payment was declined
 * @param taken paid orders that were taken from stock
 * @param shipped shipments
 * @param stockLeft pieces in stock, of all items
 * @param stockInitial pieces that were in stock at first
 * @param unsent events in outboxes, not yet sent
 */
public record Figures(
        long orders,
        long paid,
        long declined,
        long taken,
        long shipped,
        long stockLeft,
        long stockInitial,
        long unsent) {

    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0);

    /** Orders whose payment was decided on. */
    public long billed() {
        return paid + declined;
    }

    /** Whether all that was ordered has come out at the other end. */
    public boolean isDrained() {
        return unsent == 0 && billed() >= orders && taken >= paid && shipped >= paid;
    }

    /** Grows with each thing that is done. */
    public long progress() {
        return billed() + taken + shipped - unsent;
    }
}

package org.takt.solver.heuristic;

/**
 * How a beam search looks for a schedule.
 *
 * @param width partial schedules kept, at least 1
 * @param passes how many resources in a row may stay idle though an op may start, at least 0; forwards put off like this leave
 *     their memory to micro-batches that are further on
 * @param meanShare how much the bounds of all resources and memories count beside the highest: the weight of their mean,
 *     at least 0
 */
public record BeamPolicy(int width, int passes, double meanShare) {
    public BeamPolicy {
        if (width < 1 || passes < 0 || !(meanShare >= 0)) {
            throw new IllegalArgumentException(
                    "A beam needs a width of at least 1 and passes and a share of at least 0, found " + width + ", "
                            + passes + " and " + meanShare + ".");
        }
    }

    /** Returns a name for reports. */
    public String describe() {
        return "beam search (width " + width + ", passes " + passes + ", mean share " + meanShare + ")";
    }
}

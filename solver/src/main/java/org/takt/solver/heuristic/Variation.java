package org.takt.solver.heuristic;

/**
 * How a list scheduler deviates from its policy at random, for restarts. Whims find what no policy does on small
 * problems; stages with a policy of their own keep the steady state even, which large ones need.
 *
 * @param whimPermille the share of decisions that fall on any op that may start, in thousandths
 * @param stagePercent the share of stages whose warm-up and patience are drawn at random, each on its own
 * @param seed the same seed leads to the same schedule
 */
public record Variation(int whimPermille, int stagePercent, long seed) {
    /** No deviation. */
    public static final Variation NONE = new Variation(0, 0, 0);

    public Variation {
        if (whimPermille < 0 || whimPermille > 1000 || stagePercent < 0 || stagePercent > 100) {
            throw new IllegalArgumentException("A variation needs shares of 0 to 1000 and 0 to 100, found "
                    + whimPermille + " and " + stagePercent + ".");
        }
    }
}

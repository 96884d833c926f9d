package org.takt.solver.heuristic;

import java.util.Random;

/**
 * What a list scheduler prefers.
 *
 * @param warmUpPercent forwards in flight up to which a stage prefers forwards to backwards: this percentage of its
 *     distance to the last stage on its pipeline, plus one; 100 is 1F1B's warm-up
 * @param strict whether forwards beyond that are put off even when there is nothing else to do
 * @param patiencePercent the part of an op's duration for which it may hold up a more preferred op that is known to become
 *     ready meanwhile: 0 never holds up, 100 ignores what is about to come
 * @param laterStageFirst whether, among ops of one kind on a device, the one of the later stage goes first
 * @param fused whether backwards that may be split run as one op
 */
public record ListPolicy(
        int warmUpPercent, boolean strict, int patiencePercent, boolean laterStageFirst, boolean fused) {
    private static final int LARGEST_RANDOM_WARM_UP = 250;

    public ListPolicy {
        if (warmUpPercent < 0 || patiencePercent < 0 || patiencePercent > 100) {
            throw new IllegalArgumentException(
                    "A list policy needs a warm-up of at least 0 and a patience of 0 to 100, found " + warmUpPercent
                            + " and " + patiencePercent + ".");
        }
    }

    /** Returns a policy with a random warm-up and patience that puts no forward off. */
    public static ListPolicy random(boolean fused, Random random) {
        return new ListPolicy(random.nextInt(LARGEST_RANDOM_WARM_UP), false, random.nextInt(101), true, fused);
    }

    /** Returns a name for reports. */
    public String describe() {
        return "list scheduler (warm-up " + warmUpPercent + " %" + (strict ? " strict" : "") + ", patience "
                + patiencePercent + " %" + (laterStageFirst ? ", later stage first" : "") + (fused ? ", fused" : "")
                + ")";
    }
}

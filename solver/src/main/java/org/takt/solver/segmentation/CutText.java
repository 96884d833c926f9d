package org.takt.solver.segmentation;

import org.takt.model.instance.Segmentation;

/** Cuts in words. */
public final class CutText {
    private CutText() {}

    /** Returns a cut in words, such as {@code 8 equal segments}. */
    public static String of(Segmentation segmentation) {
        if (segmentation instanceof Segmentation.Equal equal) {
            return equal.segments() + " equal segments" + multiples(equal.granularity());
        }
        if (segmentation instanceof Segmentation.EqualCost equalCost) {
            return equalCost.segments() + " segments of equal cost" + multiples(equalCost.granularity());
        }
        if (segmentation instanceof Segmentation.Averaged averaged) {
            return averaged.segments() + " averaged segments" + multiples(averaged.granularity());
        }
        if (segmentation instanceof Segmentation.Budget budget) {
            return "segments of " + budget.tokens() + " tokens";
        }
        if (segmentation instanceof Segmentation.Explicit explicit) {
            return "segments of " + explicit.tokens() + " tokens";
        }
        return "whole sequences";
    }

    private static String multiples(long granularity) {
        return granularity == 1 ? "" : " in multiples of " + granularity + " tokens";
    }
}

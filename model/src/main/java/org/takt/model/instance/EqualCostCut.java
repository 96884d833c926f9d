package org.takt.model.instance;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a sequence into a number of segments so that the largest segment's cost is least among all cuts into multiples of
 * the granularity. Of the cuts that reach it, this is the one whose last segment is longest, then the one before, and so
 * on: Seq1F1B (arXiv 2406.03488, §3.3) assigns lengths from the last segment backwards too.
 *
 * <p>Exact: under a ceiling on the cost, taking the longest segment from the end again and again leaves least to the
 * segments before, since a segment costs the more the longer it is and the more comes before it; so a ceiling can be met if
 * and only if this meets it. The least ceiling is found by bisection over whole parts of a tick. O(segments · log tokens ·
 * log cost).
 */
final class EqualCostCut {
    private final CostCurve cost;
    private final long granularity;

    /**
     * @param cost what segments are weighed by
     * @param granularity tokens, at least 1
     */
    EqualCostCut(CostCurve cost, long granularity) {
        this.cost = cost;
        this.granularity = granularity;
    }

    /**
     * Returns the lengths.
     *
     * @param tokens a multiple of the granularity, at least as many as the segments
     * @param segments at least 1
     */
    List<Long> lengths(long tokens, int segments) {
        BigInteger least = BigInteger.ZERO;
        BigInteger most = cost.parts(Segment.of(0, tokens));
        while (least.compareTo(most) < 0) {
            BigInteger middle = least.add(most).shiftRight(1);
            if (cut(tokens, segments, middle)[0] > 0) {
                most = middle;
            } else {
                least = middle.add(BigInteger.ONE);
            }
        }
        return Arrays.stream(cut(tokens, segments, most)).boxed().toList();
    }

    /** Returns the lengths under a ceiling, or lengths of which the first is 0 if there are none. */
    private long[] cut(long tokens, int segments, BigInteger ceiling) {
        long[] lengths = new long[segments];
        long end = tokens;
        for (int segment = segments - 1; segment >= 0; segment--) {
            long leftToOthers = segment * granularity;
            long length = longest(end, end - leftToOthers, ceiling);
            if (length == 0 || (segment == 0 && length < end)) {
                return new long[segments];
            }
            lengths[segment] = length;
            end -= length;
        }
        return lengths;
    }

    /** Returns the longest segment before {@code end} within a length and a cost, or 0 if not even the shortest is. */
    private long longest(long end, long longest, BigInteger ceiling) {
        long fits = 0;
        long above = longest / granularity + 1;
        while (above - fits > 1) {
            long middle = (fits + above) >>> 1;
            long length = middle * granularity;
            if (cost.parts(Segment.of(end - length, length)).compareTo(ceiling) <= 0) {
                fits = middle;
            } else {
                above = middle;
            }
        }
        return fits * granularity;
    }
}

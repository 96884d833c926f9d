package org.takt.solver.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;
import org.takt.solver.Estimate;
import org.takt.solver.Takt;

/**
 * Moves the cut points of a cut one at a time, by long steps first and by a granule last, as long as that makes the
 * estimated objective smaller. A local search: other cuts into as many segments may be better.
 */
final class CutPoints {
    private final Instance instance;
    private final BooleanSupplier isStopped;

    /** @param isStopped ends the search, which then returns what it has */
    CutPoints(Instance instance, BooleanSupplier isStopped) {
        this.instance = instance;
        this.isStopped = isStopped;
    }

    /** Returns a cut that is estimated better than this one; nothing if there is none near, or no cut point to move. */
    Optional<Segmentation> improve(Segmentation cut) {
        OptionalLong granularity = granularity(cut);
        long[] tokens = instance.microBatches().stream()
                .filter(microBatch -> microBatch.sequences().size() == 1)
                .mapToLong(MicroBatch::tokens)
                .distinct()
                .toArray();
        if (granularity.isEmpty() || tokens.length != 1 || cut.count(tokens[0]) < 2) {
            return Optional.empty();
        }
        return improve(cut.lengths(tokens[0], instance.cost()), granularity.getAsLong());
    }

    private static OptionalLong granularity(Segmentation cut) {
        if (cut instanceof Segmentation.Equal equal) {
            return OptionalLong.of(equal.granularity());
        }
        return cut instanceof Segmentation.EqualCost equalCost
                ? OptionalLong.of(equalCost.granularity())
                : OptionalLong.empty();
    }

    private Optional<Segmentation> improve(List<Long> begin, long granularity) {
        List<Long> lengths = begin;
        long value = estimate(lengths);
        long longest = lengths.stream().mapToLong(Long::longValue).max().orElseThrow() / granularity;
        for (long step = Long.highestOneBit(longest); step > 0; step /= 2) {
            boolean isImproved = true;
            while (isImproved && !isStopped.getAsBoolean()) {
                isImproved = false;
                for (List<Long> moved : moves(lengths, step * granularity)) {
                    long estimate = isStopped.getAsBoolean() ? Long.MAX_VALUE : estimate(moved);
                    if (estimate < value) {
                        lengths = moved;
                        value = estimate;
                        isImproved = true;
                        break;
                    }
                }
            }
        }
        return lengths.equals(begin) ? Optional.empty() : Optional.of(new Segmentation.Explicit(lengths));
    }

    /** Returns the lengths after each move of one cut point by a distance, to either side. */
    private static List<List<Long>> moves(List<Long> lengths, long distance) {
        List<List<Long>> moves = new ArrayList<>();
        for (int point = 1; point < lengths.size(); point++) {
            for (long step : new long[] {-distance, distance}) {
                List<Long> moved = new ArrayList<>(lengths);
                moved.set(point - 1, lengths.get(point - 1) + step);
                moved.set(point, lengths.get(point) - step);
                if (moved.get(point - 1) > 0 && moved.get(point) > 0) {
                    moves.add(moved);
                }
            }
        }
        return moves;
    }

    private long estimate(List<Long> lengths) {
        Estimate estimate = Takt.estimate(SegmentationSearch.cut(instance, new Segmentation.Explicit(lengths)));
        return estimate.best().map(best -> best.report().value()).orElse(Long.MAX_VALUE);
    }
}

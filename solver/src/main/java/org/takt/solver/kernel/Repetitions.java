package org.takt.solver.kernel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/**
 * Looks in a schedule of a short row for the repetition that makes the best schedule of a row a little longer; what is
 * best there is best for long rows too, because from there on every repetition adds the same. O(t·n log n) time for t
 * repetitions tried on rows of n ops.
 */
public final class Repetitions {
    private final UnitRow shorter;
    private final UnitRow longer;
    private final Timing timing;
    private final Verifier verifier;
    /** What both rows lack is a multiple of this many units. */
    private final int further;

    /**
     * A repetition and what it is worth.
     *
     * @param repetition which units repeat
     * @param value the objective of the somewhat longer row
     */
    public record Valued(Repetition repetition, long value) {}

    /**
     * Prepares looking.
     *
     * @param shorter the row whose schedules are looked at
     * @param longer a longer row to judge repetitions by
     * @param whole the row to fill in the end; repetitions fill both
     */
    public Repetitions(UnitRow shorter, UnitRow longer, UnitRow whole) {
        this.shorter = shorter;
        this.longer = longer;
        this.further = BigInteger.valueOf(longer.units() - shorter.units())
                .gcd(BigInteger.valueOf(whole.units() - shorter.units()))
                .intValueExact();
        this.timing = new Timing(longer.problem());
        this.verifier = new Verifier(longer.problem());
    }

    /**
     * Returns the repetitions that lead to schedules that keep every rule, best first.
     *
     * @param budget ops to time at most, over all repetitions
     */
    public List<Valued> of(Schedule schedule, long budget) {
        List<Repetition> candidates = candidates(schedule);
        long affordable = Math.max(1, budget / longer.problem().ops().size());
        int stride = (int) Math.max(1, (candidates.size() + affordable - 1) / affordable);
        List<Valued> kept = new ArrayList<>();
        for (int index = 0; index < candidates.size(); index += stride) {
            Repetition candidate = candidates.get(index);
            candidate
                    .unroll(longer, shorter, schedule, timing)
                    .map(verifier::verify)
                    .ifPresent(verdict -> {
                        if (verdict instanceof Verdict.Accepted accepted) {
                            kept.add(new Valued(candidate, accepted.report().value()));
                        }
                    });
        }
        kept.sort(Comparator.comparingLong(Valued::value));
        return kept;
    }

    private List<Repetition> candidates(Schedule schedule) {
        List<Repetition> candidates = new ArrayList<>();
        for (int count = 1; count <= Math.min(further, shorter.units() - 1); count++) {
            if (further % count == 0) {
                for (int first = 0; first + count < shorter.units(); first++) {
                    for (long period : periods(schedule, first, count)) {
                        candidates.add(new Repetition(first, count, period));
                    }
                }
            }
        }
        return candidates;
    }

    /** Returns the least, mean and largest time from the ops of a unit to those so many units later. */
    private Set<Long> periods(Schedule schedule, int first, int count) {
        long least = Long.MAX_VALUE;
        long largest = 0;
        long sum = 0;
        int terms = 0;
        for (int[] lane : shorter.lanes()) {
            int perUnit = shorter.perUnit(lane);
            int before = lane[first * perUnit];
            int after = lane[(first + count) * perUnit];
            if (schedule.isPresent(before) && schedule.isPresent(after)) {
                long distance = schedule.start(after) - schedule.start(before);
                least = Math.min(least, distance);
                largest = Math.max(largest, distance);
                sum += distance;
                terms++;
            }
        }
        Set<Long> periods = new LinkedHashSet<>();
        if (terms > 0) {
            periods.add(sum / terms);
            periods.add(largest);
            periods.add(least);
        }
        return periods;
    }
}

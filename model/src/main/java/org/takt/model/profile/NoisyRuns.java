package org.takt.model.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;

/**
 * The makespans of a schedule when its ops take other times than planned: every op's time is drawn anew, independently
 * of the others, the devices keep the orders of the schedule, and everything starts as early as it can.
 *
 * @param makespans of all runs in ascending order, ticks
 */
public record NoisyRuns(List<Long> makespans) {
    public NoisyRuns {
        makespans = List.copyOf(makespans);
        if (makespans.isEmpty()) {
            throw new IllegalArgumentException("There are no runs.");
        }
    }

    /**
     * Runs a schedule a number of times. O(runs · n log n); the same for the same seed.
     *
     * @param schedule a schedule of the problem that the verifier accepts
     * @param runs at least 1
     */
    public static NoisyRuns of(Problem problem, Schedule schedule, Noise noise, int runs, long seed) {
        DeviceOrders orders = DeviceOrders.of(problem, schedule);
        SplittableRandom random = new SplittableRandom(seed);
        long[] makespans = new long[runs];
        Arrays.setAll(makespans, run -> makespan(disturbed(problem, noise, random), orders));
        Arrays.sort(makespans);
        return new NoisyRuns(Arrays.stream(makespans).boxed().toList());
    }

    private static Problem disturbed(Problem problem, Noise noise, SplittableRandom random) {
        List<Op> ops = new ArrayList<>();
        for (Op op : problem.ops()) {
            double permille = noise.permille(op.kind(), op.stage(), random.nextDouble());
            List<Mode> modes = op.modes().stream()
                    .map(mode -> new Mode(Math.round(mode.duration() * permille / 1000), mode.resources()))
                    .toList();
            ops.add(op.withModes(modes));
        }
        return problem.withOps(ops);
    }

    private static long makespan(Problem problem, DeviceOrders orders) {
        if (!(new Timing(problem).earliest(orders) instanceof TimingResult.Timed timed)) {
            throw new IllegalStateException("The orders of a schedule deadlock.");
        }
        long makespan = 0;
        for (int op = 0; op < timed.schedule().size(); op++) {
            if (timed.schedule().isPresent(op)) {
                makespan = Math.max(
                        makespan,
                        timed.schedule().start(op)
                                + problem.ops()
                                        .get(op)
                                        .modes()
                                        .get(timed.schedule().mode(op))
                                        .duration());
            }
        }
        return makespan;
    }

    /**
     * Returns a quantile: the smallest makespan that at least this share of the runs do not exceed.
     *
     * @param share in [0, 1]
     */
    public long quantile(double share) {
        int place = (int) Math.ceil(share * makespans.size()) - 1;
        return makespans.get(Math.max(0, Math.min(place, makespans.size() - 1)));
    }

    /** Returns the mean makespan, ticks. */
    public double mean() {
        return makespans.stream().mapToLong(Long::longValue).average().orElseThrow();
    }
}

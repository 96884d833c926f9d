package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.takt.model.problem.OpKind;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/**
 * DynaPipe's search for an order in which unequal micro-batches enter its cyclic order (arXiv 2311.10418, and
 * {@code optimize_schedule} in the authors' repository awslabs/optimizing-multitask-training-through-dynamic-pipelines).
 * Micro-batches are grouped by k-means over what forward and backward take on the first and the last stage, into four
 * groups, or three if there are more than 20 micro-batches. For every order of the groups, each group in an order drawn at
 * random, and for the order of the instance, {@link DynaPipe} is timed; the shortest schedule within all memory limits is
 * taken. Only if there is none, devices hold back micro-batches for their limits. Up to as many micro-batches as groups are
 * tried in all orders.
 *
 * <p>Here the draw has a fixed seed, and k-means begins at quantiles and ends when no micro-batch changes its group.
 */
public final class DynaPipePermutations implements ScheduleFamily {
    private static final int MANY = 20;
    private static final int GROUPS = 4;
    private static final int GROUPS_OF_MANY = 3;
    private static final long SEED = 0;

    @Override
    public String name() {
        return "DynaPipe permuted";
    }

    /** {@inheritDoc} Of equal micro-batches there is only one order. */
    @Override
    public Outcome orders(PipelineShape shape) {
        if (new DynaPipe().orders(shape) instanceof Outcome.DoesNotApply not) {
            return not;
        }
        if (areEqual(shape)) {
            return new Outcome.DoesNotApply("DynaPipe permutes micro-batches of unequal cost only.");
        }
        List<int[]> entries = entries(shape);
        return best(shape, entries, false)
                .or(() -> best(shape, entries, true))
                .<Outcome>map(Outcome.Applies::new)
                .orElseGet(() -> new DynaPipe().orders(shape));
    }

    private static boolean areEqual(PipelineShape shape) {
        for (int microBatch = 1; microBatch < shape.microBatches(); microBatch++) {
            for (int stage = 0; stage < shape.stages(); stage++) {
                if (forward(shape, stage, microBatch) != forward(shape, stage, 0)
                        || backward(shape, stage, microBatch) != backward(shape, stage, 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Optional<DeviceOrders> best(PipelineShape shape, List<int[]> entries, boolean limited) {
        Timing timing = new Timing(shape.problem());
        Verifier verifier = new Verifier(shape.problem());
        Optional<DeviceOrders> best = Optional.empty();
        long least = Long.MAX_VALUE;
        for (int[] entry : entries) {
            if (DynaPipe.orders(shape, entry, limited) instanceof Outcome.Applies applies
                    && timing.earliest(applies.orders()) instanceof TimingResult.Timed timed
                    && verifier.verify(timed.schedule()) instanceof Verdict.Accepted accepted
                    && accepted.report().makespan() < least) {
                best = Optional.of(applies.orders());
                least = accepted.report().makespan();
            }
        }
        return best;
    }

    private static List<int[]> entries(PipelineShape shape) {
        int microBatches = shape.microBatches();
        List<List<Integer>> groups =
                groups(shape, Math.min(microBatches, microBatches > MANY ? GROUPS_OF_MANY : GROUPS));
        Random random = new Random(SEED);
        List<int[]> entries = new ArrayList<>();
        for (List<List<Integer>> order : permutations(groups)) {
            List<Integer> entry = new ArrayList<>();
            for (List<Integer> group : order) {
                List<Integer> shuffled = new ArrayList<>(group);
                Collections.shuffle(shuffled, random);
                entry.addAll(shuffled);
            }
            entries.add(entry.stream().mapToInt(Integer::intValue).toArray());
        }
        entries.add(IntStream.range(0, microBatches).toArray());
        return entries;
    }

    private static List<List<List<Integer>>> permutations(List<List<Integer>> groups) {
        if (groups.isEmpty()) {
            return List.of(List.of());
        }
        List<List<List<Integer>>> permutations = new ArrayList<>();
        for (int first = 0; first < groups.size(); first++) {
            List<List<Integer>> rest = new ArrayList<>(groups);
            List<Integer> group = rest.remove(first);
            for (List<List<Integer>> tail : permutations(rest)) {
                List<List<Integer>> order = new ArrayList<>(List.of(group));
                order.addAll(tail);
                permutations.add(order);
            }
        }
        return permutations;
    }

    /** Lloyd's algorithm; groups that become empty are left out. */
    private static List<List<Integer>> groups(PipelineShape shape, int count) {
        double[][] points = points(shape);
        List<Integer> byCost = new ArrayList<>();
        for (int microBatch = 0; microBatch < points.length; microBatch++) {
            byCost.add(microBatch);
        }
        byCost.sort(Comparator.comparingDouble(microBatch -> points[microBatch][0] + points[microBatch][2]));
        List<List<Integer>> groups = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            groups.add(byCost.subList(group * points.length / count, (group + 1) * points.length / count));
        }
        List<List<Integer>> before = List.of();
        while (!groups.equals(before)) {
            before = groups;
            groups = nearest(points, groups);
        }
        return groups;
    }

    private static double[][] points(PipelineShape shape) {
        int last = shape.stages() - 1;
        double[][] points = new double[shape.microBatches()][];
        for (int microBatch = 0; microBatch < points.length; microBatch++) {
            points[microBatch] = new double[] {
                forward(shape, 0, microBatch),
                forward(shape, last, microBatch),
                backward(shape, 0, microBatch),
                backward(shape, last, microBatch)
            };
        }
        return points;
    }

    private static List<List<Integer>> nearest(double[][] points, List<List<Integer>> groups) {
        List<double[]> centres =
                groups.stream().map(group -> centre(points, group)).toList();
        List<List<Integer>> assigned = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            assigned.add(new ArrayList<>());
        }
        for (int microBatch = 0; microBatch < points.length; microBatch++) {
            int nearest = 0;
            for (int group = 1; group < groups.size(); group++) {
                if (distance(points[microBatch], centres.get(group))
                        < distance(points[microBatch], centres.get(nearest))) {
                    nearest = group;
                }
            }
            assigned.get(nearest).add(microBatch);
        }
        assigned.removeIf(List::isEmpty);
        return assigned;
    }

    private static double[] centre(double[][] points, List<Integer> group) {
        double[] centre = new double[points[0].length];
        for (int microBatch : group) {
            for (int axis = 0; axis < centre.length; axis++) {
                centre[axis] += points[microBatch][axis] / group.size();
            }
        }
        return centre;
    }

    private static double distance(double[] one, double[] other) {
        double squared = 0;
        for (int axis = 0; axis < one.length; axis++) {
            squared += (one[axis] - other[axis]) * (one[axis] - other[axis]);
        }
        return squared;
    }

    private static long forward(PipelineShape shape, int stage, int microBatch) {
        return duration(shape, OpKind.F, stage, microBatch);
    }

    private static long backward(PipelineShape shape, int stage, int microBatch) {
        return shape.canFuse()
                ? duration(shape, OpKind.B, stage, microBatch)
                : duration(shape, OpKind.I, stage, microBatch) + duration(shape, OpKind.W, stage, microBatch);
    }

    private static long duration(PipelineShape shape, OpKind kind, int stage, int microBatch) {
        return shape.problem()
                .ops()
                .get(shape.op(kind, 0, stage, microBatch))
                .modes()
                .get(0)
                .duration();
    }
}

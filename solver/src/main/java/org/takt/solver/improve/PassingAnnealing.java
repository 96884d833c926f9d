package org.takt.solver.improve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.takt.model.schedule.DeviceOrders;
import org.takt.solver.symmetry.InterchangeableMicroBatches;

/**
 * Local search by simulated annealing for where a long micro-batch X is passed by the others, for micro-batches of unequal cost:
 * the order of the others and, for each op of X, how many of their ops come before on the same resource. All else
 * follows, by a schedule without delay ({@link PassingTimer}), so that one move lets X be passed on several devices at once and
 * the others close up.
 */
public final class PassingAnnealing implements OrderAnnealing {
    /** First and last temperature, as parts of the mean duration of an op. */
    private static final double HOT = 0.8;

    private static final double COLD = 0.008;

    /** Most ops by which X is shifted at once. */
    private static final int LONGEST_SHIFT = 7;

    private final OrderGraph graph;
    private final PassingLanes lanes;
    private final PassingTimer timer;
    private final Random random;
    private final double meanDuration;
    private final long steps;
    private long step;

    /** A number for each other micro-batch, the same for those that may swap. */
    private final int[] alike;

    private PassingPlan plan;
    private PassingPlan best;
    private long value;
    private long bestValue;

    private PassingAnnealing(
            OrderGraph graph, PassingLanes lanes, OrderMemory memory, int[] order, long steps, long seed) {
        this.graph = graph;
        this.lanes = lanes;
        this.steps = steps;
        timer = new PassingTimer(graph, memory, lanes);
        random = new Random(seed);
        meanDuration = Arrays.stream(graph.duration).average().orElse(0);
        alike = alike(graph, lanes);
        plan = PassingPlan.behindAll(order, lanes, graph);
        best = plan;
        value = timer.time(plan, Long.MAX_VALUE - 1);
        bestValue = value;
    }

    /**
     * Returns a search, or nothing where it does not apply: where {@link PassingLanes} or {@link OrderMemory} do not, there are
     * no two other micro-batches, or they cannot go in the order ahead of X. The same seed leads to the same orders.
     *
     * @param graph any schedule, whose ops and modes are kept
     * @param order all micro-batches by index, X the first of them that takes longest; first all others go in this order, then X
     * @param steps how many moves to try from hot to cold, each in O(ops × resources) time
     */
    public static Optional<PassingAnnealing> of(OrderGraph graph, int[] order, long steps, long seed) {
        Optional<OrderMemory> memory = OrderMemory.of(graph);
        Optional<PassingLanes> lanes = PassingLanes.of(graph, longest(graph, order));
        if (memory.isEmpty() || lanes.isEmpty() || lanes.get().microBatch.length < 2) {
            return Optional.empty();
        }
        int[] others = others(order, lanes.get());
        return Optional.of(new PassingAnnealing(graph, lanes.get(), memory.get(), others, steps, seed))
                .filter(search -> search.value != PassingTimer.REFUSED);
    }

    private static int longest(OrderGraph graph, int[] order) {
        long[] work = new long[Arrays.stream(order).max().orElse(-1) + 1];
        for (int at = 0; at < graph.size; at++) {
            int microBatch = graph.problem.ops().get(graph.op[at]).microBatch();
            if (microBatch >= 0) {
                work[microBatch] += graph.duration[at];
            }
        }
        int longest = 0;
        for (int microBatch = 1; microBatch < work.length; microBatch++) {
            longest = work[microBatch] > work[longest] ? microBatch : longest;
        }
        return longest;
    }

    private static int[] others(int[] order, PassingLanes lanes) {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int other = 0; other < lanes.microBatch.length; other++) {
            numbers.put(lanes.microBatch[other], other);
        }
        return Arrays.stream(order)
                .filter(numbers::containsKey)
                .map(microBatch -> numbers.getOrDefault(microBatch, 0))
                .toArray();
    }

    private static int[] alike(OrderGraph graph, PassingLanes lanes) {
        Map<Integer, Integer> firstOfGroup = new HashMap<>();
        for (InterchangeableMicroBatches.Group group : InterchangeableMicroBatches.find(graph.problem)) {
            List<Integer> members = group.ops().values().iterator().next();
            for (int op : members) {
                firstOfGroup.put(graph.problem.ops().get(op).microBatch(), members.get(0));
            }
        }
        return Arrays.stream(lanes.microBatch)
                .map(microBatch -> firstOfGroup.getOrDefault(microBatch, -1 - microBatch))
                .toArray();
    }

    @Override
    public long bestValue() {
        return bestValue;
    }

    @Override
    public DeviceOrders best() {
        timer.time(best, Long.MAX_VALUE - 1);
        return graph.orders(IntStream.range(0, graph.size)
                .boxed()
                .sorted(Comparator.comparingLong(timer::start).thenComparingLong(at -> graph.duration[at]))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    @Override
    public boolean run(BooleanSupplier stop) {
        while (step < steps) {
            if (step % STRIDE == 0 && stop.getAsBoolean()) {
                return false;
            }
            move(meanDuration * HOT * Math.pow(COLD / HOT, (double) step / steps));
            step++;
        }
        return true;
    }

    private void move(double temperature) {
        PassingPlan changed = plan.copy();
        boolean isReordered = random.nextInt(3) > 0 && reorder(changed);
        if (!isReordered && !shift(changed)) {
            return;
        }
        long reached = timer.time(changed, value + (long) (-temperature * Math.log(1 - random.nextDouble())));
        if (reached == PassingTimer.REFUSED) {
            return;
        }
        plan = changed;
        value = reached;
        if (value < bestValue) {
            bestValue = value;
            best = plan;
        }
    }

    /** Puts a micro-batch elsewhere, or exchanges two, in one order or in both; returns whether that changes anything. */
    private boolean reorder(PassingPlan changed) {
        int one = random.nextInt(alike.length);
        int other = random.nextInt(alike.length);
        int where = random.nextInt(3);
        boolean isExchange = random.nextBoolean();
        if (alike[changed.entry[one]] == alike[changed.entry[other]]) {
            return false;
        }
        int moved = changed.entry[one];
        int target = changed.entry[other];
        if (where != 1) {
            reorder(changed.entry, moved, target, isExchange);
        }
        if (where != 2) {
            reorder(changed.back, moved, target, isExchange);
        }
        return true;
    }

    private static void reorder(int[] order, int moved, int target, boolean isExchange) {
        int from = indexOf(order, moved);
        int to = indexOf(order, target);
        if (isExchange) {
            order[from] = target;
        } else if (from < to) {
            System.arraycopy(order, from + 1, order, from, to - from);
        } else {
            System.arraycopy(order, to, order, to + 1, from - to);
        }
        order[to] = moved;
    }

    private static int indexOf(int[] order, int microBatch) {
        int index = 0;
        while (order[index] != microBatch) {
            index++;
        }
        return index;
    }

    /**
     * Lets more or fewer others pass X at several places that follow each other, on its way there or back, in their ops there, back or
     * in both; returns whether there is such a plan.
     */
    private boolean shift(PassingPlan changed) {
        int first = random.nextInt(lanes.places);
        int last = random.nextInt(3) == 0 ? first : Math.min(lanes.places - 1, first + random.nextInt(lanes.places));
        int distance =
                (random.nextBoolean() ? 1 : -1) * (random.nextInt(3) == 0 ? 1 + random.nextInt(LONGEST_SHIFT) : 1);
        int kind = random.nextInt(4);
        shift(changed, first, last, kind, distance);
        if (random.nextInt(3) == 0) {
            int second = random.nextInt(4);
            if (second != kind) {
                shift(changed, first, last, second, distance);
            }
        }
        return isConsistent(changed);
    }

    private void shift(PassingPlan changed, int first, int last, int kind, int distance) {
        boolean ofWayBack = kind / 2 == 1;
        boolean ofOpsBack = kind % 2 == 1;
        for (int visit = 0; visit < lanes.way.length; visit++) {
            if (lanes.isBack[visit] == ofWayBack && lanes.place[visit] >= first && lanes.place[visit] <= last) {
                PassingLanes.Lane[] here = lanes.lanes[graph.resources[lanes.way[visit]][0]];
                for (int lane = 0; lane < here.length; lane++) {
                    changed.ahead[visit][lane] += here[lane].isBack == ofOpsBack ? distance : 0;
                }
            }
        }
    }

    /** Whether X is never passed by fewer later on, nor by more in an op than in what comes before it on the same stage. */
    private boolean isConsistent(PassingPlan changed) {
        for (int[] visits : lanes.visits) {
            for (int index = 0; index < visits.length; index++) {
                int[] ahead = changed.ahead[visits[index]];
                int[] before = index == 0 ? null : changed.ahead[visits[index - 1]];
                PassingLanes.Lane[] here = lanes.lanes[graph.resources[lanes.way[visits[index]]][0]];
                for (int lane = 0; lane < ahead.length; lane++) {
                    int least = before == null ? 0 : before[lane];
                    int most = here[lane].after < 0 ? alike.length : ahead[here[lane].after];
                    if (ahead[lane] < least || ahead[lane] > most) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}

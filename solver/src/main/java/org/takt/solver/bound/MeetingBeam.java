package org.takt.solver.bound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * Device orders in which equal micro-batches meet on their way through all stages and back: the program of {@link MeetingOrders} with those
 * states only that seem best (restricted decision diagrams; Bergman, Cire, van Hoeve and Hooker, Decision diagrams for optimization, 2016).
 * States are small, as of each micro-batch only the next op counts, and so this takes far less time than a beam search over
 * whole schedules.
 *
 * <p>Weight gradients are not interrupted here: a device does them, in order, where they fit before the next op, and where that
 * needs their memory. States with equally many ops placed are compared by when the micro-batches in flight would be through without
 * waiting, against a common pace, which favours none for having begun fewer.
 *
 * <p>For devices of one stage each. May be used by several threads.
 */
public final class MeetingBeam {
    /** States that one is compared with. */
    private static final int MOST_COMPARED = 50;

    private final Problem problem;
    private final MeetingTables tables;
    private final int microBatches;
    private final int inFlight;
    private final long pause;
    private final List<StageOps> stageOps;
    /** How long a weight gradient of each device takes. */
    private final long[] weightTime;

    private final int free;
    private final int pending;

    /** The ops of each micro-batch at a stage, by index; no weight gradients if there are none. */
    private record StageOps(List<Integer> there, List<Integer> back, List<Integer> weights) {}

    /** An op that got its place, and how many weight gradients its device does before. */
    private record Step(@Nullable Step before, int op, int microBatch, int weights) {}

    /** What has its place, when each micro-batch may go on, when each device is free, and how many weight gradients are pending there. */
    private static final class Partial {
        final PlacedOps placed;
        final long[] times;
        final @Nullable Step last;
        final double estimate;

        Partial(PlacedOps placed, long[] times, @Nullable Step last, double estimate) {
            this.placed = placed;
            this.times = times;
            this.last = last;
            this.estimate = estimate;
        }

        double estimate() {
            return estimate;
        }
    }

    private MeetingBeam(Problem problem, MeetingPath path, int microBatches, List<StageOps> stageOps) {
        this.problem = problem;
        this.tables = new MeetingTables(path);
        this.microBatches = microBatches;
        this.inFlight = Math.min(path.stages().get(0).room(), microBatches);
        this.pause = path.pause();
        this.stageOps = stageOps;
        this.weightTime = new long[tables.devices];
        path.stages().forEach(stage -> weightTime[stage.device()] = Math.max(1, stage.weightTime()));
        this.free = inFlight;
        this.pending = free + tables.devices;
    }

    /** Returns a search for orders of a problem that {@link MeetingRelaxation} is about, or nothing if a device has several stages or other ops. */
    public static Optional<MeetingBeam> of(ProblemAnalysis analysis) {
        return MeetingRelaxation.of(analysis)
                .filter(relaxation -> relaxation.room(0) >= 1 && hasOneStagePerDevice(relaxation))
                .flatMap(relaxation -> of(analysis.problem(), relaxation));
    }

    private static boolean hasOneStagePerDevice(MeetingRelaxation relaxation) {
        return relaxation.allStages().stream()
                        .map(relaxation::device)
                        .distinct()
                        .count()
                == relaxation.stages();
    }

    private static Optional<MeetingBeam> of(Problem problem, MeetingRelaxation relaxation) {
        List<StageOps> stageOps = relaxation.allStages().stream()
                .map(stage -> new StageOps(
                        relaxation.ops(relaxation.there(stage)),
                        relaxation.ops(relaxation.back(stage)),
                        relaxation.weight(stage).map(relaxation::ops).orElse(List.of())))
                .toList();
        MeetingBeam beam =
                new MeetingBeam(problem, relaxation.path(relaxation.allStages()), relaxation.microBatches(), stageOps);
        return beam.knowsAllOps() ? Optional.of(beam) : Optional.empty();
    }

    /** Whether on the resources of the stages there is nothing else of any micro-batch but what occurs once. */
    private boolean knowsAllOps() {
        Set<Role> known = new HashSet<>();
        Set<Integer> resources = new HashSet<>();
        for (StageOps ops : stageOps) {
            resources.addAll(resources(ops.there().get(0)));
            for (List<Integer> alike : List.of(ops.there(), ops.back(), ops.weights())) {
                alike.stream()
                        .limit(1)
                        .forEach(op -> known.add(Role.of(problem.ops().get(op))));
            }
        }
        Map<Role, Integer> others = new HashMap<>();
        IntStream.range(0, problem.ops().size())
                .filter(op -> resources(op).stream().anyMatch(resources::contains))
                .mapToObj(op -> Role.of(problem.ops().get(op)))
                .filter(role -> !known.contains(role))
                .forEach(role -> others.merge(role, 1, Integer::sum));
        return others.values().stream().allMatch(count -> count == 1);
    }

    private List<Integer> resources(int op) {
        return problem.ops().get(op).modes().get(0).resources();
    }

    /** Returns how many micro-batches there are. */
    public int microBatches() {
        return microBatches;
    }

    /** Returns how many states are looked at for each that may stand side by side. */
    public long layers() {
        return (long) microBatches * tables.ops;
    }

    /** Returns how many times a state has: what it takes is in proportion to that. */
    public int timesOfState() {
        return pending + tables.devices;
    }

    /**
     * Returns a search. It takes O(width · ops · (in flight + devices)) time.
     *
     * @param width how many states may stand side by side, at least 1
     * @param period ticks that a micro-batch more adds to a schedule, about
     * @param pendingShare by what part of its time a pending weight gradient makes a state worse
     */
    public Run begin(int width, double period, double pendingShare) {
        return new Run(width, period, pendingShare);
    }

    /** A search that can be interrupted. For use by one thread at a time. */
    public final class Run {
        private final int width;
        private final double period;
        private final double pendingShare;
        private List<Partial> layer;
        private long placed;
        private boolean isCut;

        private Run(int width, double period, double pendingShare) {
            this.width = width;
            this.period = period;
            this.pendingShare = pendingShare;
            PlacedOps nothing = PlacedOps.nothing(tables, inFlight, microBatches);
            this.layer = List.of(new Partial(nothing, new long[timesOfState()], null, 0));
        }

        /** Returns how many states may stand side by side. */
        public int width() {
            return width;
        }

        /** Goes on until it is over or stopped, which is asked once a layer. */
        public void goOn(BooleanSupplier stop) {
            while (!isOver() && !stop.getAsBoolean()) {
                List<Partial> next = withoutLater(next(layer, period, pendingShare));
                isCut |= next.size() > width;
                layer = next.size() > width ? List.copyOf(next.subList(0, width)) : next;
                placed++;
            }
        }

        /** Returns whether all ops have their place. */
        public boolean isOver() {
            return placed == layers();
        }

        /** Returns whether more states would have been looked at with more of them side by side. */
        public boolean isCut() {
            return isCut;
        }

        /** Returns the orders that seem best; nothing before it is over. */
        public Optional<DeviceOrders> orders() {
            return isOver()
                    ? layer.stream()
                            .min(Comparator.comparingLong(MeetingBeam.this::end))
                            .map(MeetingBeam.this::orders)
                    : Optional.empty();
        }
    }

    private long end(Partial all) {
        return IntStream.range(0, tables.devices)
                .mapToLong(on -> all.times[free + on] + all.times[pending + on] * weightTime[on])
                .max()
                .orElseThrow();
    }

    private List<Partial> next(List<Partial> layer, double period, double pendingShare) {
        Map<PlacedOps, PlacedOps> known = new HashMap<>();
        List<Partial> next = new ArrayList<>();
        for (Partial partial : layer) {
            addNext(partial, period, pendingShare, known, next);
        }
        return next;
    }

    /** Adds what follows with each op of the device on which one may end first that may start before that (Giffler and Thompson, 1960). */
    private void addNext(
            Partial partial, double period, double pendingShare, Map<PlacedOps, PlacedOps> known, List<Partial> next) {
        PlacedOps placed = partial.placed;
        int first = -1;
        long firstEnd = Long.MAX_VALUE;
        for (int slot = 0; slot < placed.slots; slot++) {
            long end = placed.isNext[slot] ? start(slot, partial) + tables.duration[placed.done[slot]] : Long.MAX_VALUE;
            if (end < firstEnd) {
                first = slot;
                firstEnd = end;
            }
        }
        for (int slot = 0; first >= 0 && slot < placed.slots; slot++) {
            if (placed.isNext[slot]
                    && tables.deviceOf[placed.done[slot]] == tables.deviceOf[placed.done[first]]
                    && start(slot, partial) < firstEnd) {
                PlacedOps more = placed.with(slot);
                PlacedOps same = known.putIfAbsent(more, more);
                next.add(with(slot, partial, same == null ? more : same, period, pendingShare));
            }
        }
    }

    private long ready(int slot, Partial partial) {
        return Math.max(partial.times[slot], partial.times[free + tables.deviceOf[partial.placed.done[slot]]]);
    }

    /** Returns how many weight gradients the device does before the next op of a micro-batch: those that fit, or as many as it needs to. */
    private int weights(int slot, Partial partial) {
        int on = tables.deviceOf[partial.placed.done[slot]];
        long waiting = partial.times[pending + on];
        long fitting = (ready(slot, partial) - partial.times[free + on]) / weightTime[on];
        long needed = waiting - partial.placed.mayBePending[slot] / weightTime[on];
        return (int) Math.max(Math.min(waiting, fitting), needed);
    }

    private long start(int slot, Partial partial) {
        int on = tables.deviceOf[partial.placed.done[slot]];
        return Math.max(ready(slot, partial), partial.times[free + on] + weights(slot, partial) * weightTime[on]);
    }

    private Partial with(int slot, Partial partial, PlacedOps more, double period, double pendingShare) {
        int op = partial.placed.done[slot];
        int on = tables.deviceOf[op];
        int weights = weights(slot, partial);
        long start = start(slot, partial);
        long[] times = partial.times.clone();
        times[free + on] = start + tables.duration[op];
        times[pending + on] += (hasWeight(op) ? 1 : 0) - weights;
        if (tables.isLast(op)) {
            System.arraycopy(times, 1, times, 0, inFlight - 1);
            times[inFlight - 1] = start + pause;
        } else {
            times[slot] = start + tables.step[op];
        }
        double estimate = 0;
        for (int other = 0; other < inFlight; other++) {
            int next = more.done[other];
            times[other] = Math.max(times[other], times[free + tables.deviceOf[next]]);
            estimate += times[other] + tables.way[next] - (more.ended + other) * period;
        }
        for (int device = 0; device < tables.devices; device++) {
            estimate += pendingShare * times[pending + device] * weightTime[device];
        }
        Step step = new Step(partial.last, op, partial.placed.ended + slot, weights);
        return new Partial(more, times, step, estimate);
    }

    private boolean hasWeight(int op) {
        return !tables.isThere(op)
                && !stageOps.get(tables.ops - 1 - op).weights().isEmpty();
    }

    /** Returns all in order of estimate, without some that another one is no later than in anything. */
    private static List<Partial> withoutLater(List<Partial> all) {
        all.sort(Comparator.comparingDouble(Partial::estimate));
        List<Partial> kept = new ArrayList<>();
        Map<PlacedOps, List<Partial>> alike = new HashMap<>();
        for (Partial partial : all) {
            List<Partial> others = alike.computeIfAbsent(partial.placed, placed -> new ArrayList<>());
            if (others.stream().limit(MOST_COMPARED).noneMatch(other -> isNoLater(other, partial))) {
                others.add(partial);
                kept.add(partial);
            }
        }
        return kept;
    }

    private static boolean isNoLater(Partial one, Partial other) {
        for (int index = 0; index < one.times.length; index++) {
            if (one.times[index] > other.times[index]) {
                return false;
            }
        }
        return true;
    }

    private DeviceOrders orders(Partial all) {
        Deque<Step> steps = new ArrayDeque<>();
        for (Step step = all.last; step != null; step = step.before()) {
            steps.push(step);
        }
        Map<Integer, List<Integer>> orders = new HashMap<>();
        int[] weightsDone = new int[tables.stages];
        for (Step step : steps) {
            int stage = tables.isThere(step.op()) ? step.op() : tables.ops - 1 - step.op();
            StageOps ops = stageOps.get(stage);
            List<Integer> order =
                    new ArrayList<>(ops.weights().subList(weightsDone[stage], weightsDone[stage] + step.weights()));
            weightsDone[stage] += step.weights();
            order.add((tables.isThere(step.op()) ? ops.there() : ops.back()).get(step.microBatch()));
            append(order, orders);
        }
        for (int stage = 0; stage < tables.stages; stage++) {
            List<Integer> weights = stageOps.get(stage).weights();
            append(weights.subList(Math.min(weightsDone[stage], weights.size()), weights.size()), orders);
        }
        appendOthers(orders);
        return DeviceOrders.ofSingleModes(problem, orders);
    }

    private void append(List<Integer> ops, Map<Integer, List<Integer>> orders) {
        for (int op : ops) {
            resources(op).forEach(resource -> orders.computeIfAbsent(resource, index -> new ArrayList<>())
                    .add(op));
        }
    }

    /** Appends what occurs once: nothing of a micro-batch is behind it. */
    private void appendOthers(Map<Integer, List<Integer>> orders) {
        Set<Integer> resources = Set.copyOf(orders.keySet());
        Set<Integer> known = new HashSet<>();
        orders.values().forEach(known::addAll);
        List<Integer> others = IntStream.range(0, problem.ops().size())
                .filter(op -> !known.contains(op) && resources(op).stream().anyMatch(resources::contains))
                .boxed()
                .toList();
        append(others, orders);
    }
}

package org.takt.solver.improve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.Schedule;

/**
 * The problem of ordering a few ops of a schedule anew while all others keep their order on every resource, and all ops
 * their modes. It has the free ops and two ops of no duration: everything before them and everything behind them.
 * Longest paths through the other ops become lags: from the first op (heads), to the last one (tails), and between two
 * free ops. Of memory it has what is live while a device runs free ops. Its makespan is, up to a constant, the whole
 * schedule's objective when every op starts as early as the orders allow; so a better solution is a better schedule.
 *
 * <p>Ops of one kind and stage that take equally long keep their order too, which excludes mostly what symmetry makes as
 * good. Buffers that other resources than their device's take or release are counted pessimistically.
 *
 * <p>O(n + f·w + f²·a) for n ops, f free ones, w ops between the first and the last free op, and a lags per free op.
 */
public final class WindowProblem {
    private final FreedGraph freed;
    private final OrderGraph graph;
    private final int[] free;
    private final long[] head;
    private final long[] tail;
    private final long earliest;
    private final long latest;
    private final long unavoidable;
    private final Problem problem;

    private WindowProblem(FreedGraph freed) {
        this.freed = freed;
        graph = freed.graph;
        free = freed.free;
        head = heads();
        tail = tails();
        unavoidable = unavoidable();
        earliest = Arrays.stream(free).mapToLong(at -> head[at]).min().orElseThrow();
        latest = Arrays.stream(free)
                .filter(this::hasTail)
                .mapToLong(at -> tail[at])
                .min()
                .orElse(0);
        problem = build();
    }

    /**
     * Returns the problem of ordering some ops anew.
     *
     * @param free their positions in the graph, ascending, at least one
     * @return the problem, or nothing if a path that avoids them is as long as the objective
     */
    static Optional<WindowProblem> of(OrderGraph graph, int[] free) {
        WindowProblem window = new WindowProblem(new FreedGraph(graph, free));
        return window.unavoidable < graph.value() ? Optional.of(window) : Optional.empty();
    }

    /** Returns the problem to solve, of objective MAKESPAN. */
    public Problem problem() {
        return problem;
    }

    /** Returns the makespan below which a solution need not be improved. */
    public long lowerBound() {
        return Math.max(0, unavoidable - earliest - latest);
    }

    /** Returns the makespan of the schedule's own order, if it starts every op as early as that allows. */
    public long currentValue() {
        return graph.value() - earliest - latest;
    }

    /** Returns the schedule's own order as a solution. */
    public Schedule current() {
        long[] starts = new long[free.length + 2];
        for (int index = 0; index < free.length; index++) {
            starts[index] = graph.start(free[index]) - earliest;
        }
        starts[free.length + 1] = Math.max(currentValue(), 0);
        return new Schedule(starts, new int[starts.length]);
    }

    /**
     * Returns the orders of another schedule with the free ops as a solution orders them, in the places that they have
     * there.
     */
    public DeviceOrders apply(Schedule solution, Schedule to) {
        Map<Integer, List<Integer>> orders = new HashMap<>();
        DeviceOrders.of(graph.problem, to)
                .orders()
                .forEach((resource, order) -> orders.put(resource, new ArrayList<>(order)));
        boolean[] isFree = new boolean[to.size()];
        for (int at : free) {
            isFree[graph.op[at]] = true;
        }
        Map<Integer, List<Integer>> ordered = new HashMap<>();
        for (int index : new ExecutionOrder(problem).of(solution)) {
            if (index < free.length) {
                for (int resource : graph.resources[free[index]]) {
                    ordered.computeIfAbsent(resource, key -> new ArrayList<>()).add(graph.op[free[index]]);
                }
            }
        }
        ordered.forEach((resource, ops) -> refill(orders.getOrDefault(resource, List.of()), isFree, ops));
        int[] modes = new int[to.size()];
        Arrays.setAll(modes, to::mode);
        return new DeviceOrders(graph.problem, modes, orders);
    }

    private static void refill(List<Integer> order, boolean[] isFree, List<Integer> ops) {
        int next = 0;
        for (int slot = 0; slot < order.size(); slot++) {
            if (isFree[order.get(slot)]) {
                order.set(slot, ops.get(next++));
            }
        }
    }

    /** Longest paths, through ops that are not free, to the start of each position up to the last free one. */
    private long[] heads() {
        long[] heads = graph.release.clone();
        for (int at = 0; at <= freed.lastFree(); at++) {
            if (!freed.isFree(at)) {
                long end = heads[at] + graph.duration[at];
                freed.forEachSuccessor(at, (after, lag) -> heads[after] = Math.max(heads[after], end + lag));
            }
        }
        return heads;
    }

    /** Longest paths, through ops that are not free, from the end of each position to the end of all. */
    private long[] tails() {
        long[] tails = graph.delivery.clone();
        for (int at = graph.size - 1; at >= 0; at--) {
            int before = at;
            freed.forEachSuccessor(at, (after, lag) -> {
                if (!freed.isFree(after)) {
                    tails[before] = Math.max(tails[before], lag + graph.duration[after] + tails[after]);
                }
            });
        }
        return tails;
    }

    /** The longest path that no order of the free ops changes, because none of them is on it. */
    private long unavoidable() {
        long longest = OrderGraph.NEVER;
        for (int at = 0; at < graph.size; at++) {
            if (!freed.isFree(at)) {
                longest = Math.max(longest, head[at] + graph.duration[at] + tail[at]);
            }
        }
        return longest;
    }

    private boolean hasTail(int at) {
        return tail[at] > OrderGraph.NEVER / 2;
    }

    private Problem build() {
        WindowBuffers memory = new WindowBuffers(freed);
        return new Problem(
                devices(memory.constant()),
                graph.problem.resources(),
                ops(),
                precedences(),
                memory.buffers(),
                List.of(),
                Objective.MAKESPAN);
    }

    private List<Device> devices(long[] held) {
        List<Device> devices = new ArrayList<>();
        for (int index = 0; index < held.length; index++) {
            Device device = graph.problem.devices().get(index);
            devices.add(new Device(device.name(), device.constantMemory() + held[index], device.memoryLimit()));
        }
        return devices;
    }

    private List<Op> ops() {
        List<Op> ops = new ArrayList<>(free.length + 2);
        for (int at : free) {
            Op op = graph.problem.ops().get(graph.op[at]);
            Mode mode = op.modes().get(graph.schedule.mode(graph.op[at]));
            ops.add(new Op(op.kind(), op.pipeline(), op.stage(), op.microBatch(), op.segment(), false, List.of(mode)));
        }
        int stages = graph.problem.ops().stream().mapToInt(Op::stage).max().orElse(0) + 1;
        ops.add(end(stages));
        ops.add(end(stages + 1));
        return ops;
    }

    /** The two ops have stages of their own, so that none takes them for one of the schedule's. */
    private static Op end(int stage) {
        return new Op(OpKind.OPTIMIZER, 0, stage, 0, 0, false, List.of(new Mode(0, List.of())));
    }

    private List<Precedence> precedences() {
        List<Precedence> precedences = new WindowLags(freed).precedences();
        for (int index = 0; index < free.length; index++) {
            int at = free[index];
            precedences.add(new Precedence(free.length, index, Lag.of(head[at] - earliest)));
            if (hasTail(at)) {
                precedences.add(new Precedence(index, free.length + 1, Lag.of(tail[at] - latest)));
            }
        }
        return precedences;
    }
}

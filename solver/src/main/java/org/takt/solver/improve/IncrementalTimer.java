package org.takt.solver.improve;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.model.schedule.DeviceOrders;

/**
 * The earliest starts and the memory of device orders that change by one move at a time. A move re-times only the ops
 * whose starts change, and is taken back when it locks up, exceeds a memory limit or a given objective value.
 *
 * <p>Ops are named by their position in the graph that the timer starts from. Invariants between moves: {@code order[r]}
 * holds the ops on resource r and {@code slot} their places; {@code start} is the earliest start of each op under these
 * orders, its release and the precedences; on every resource of a limited device, running the ops in order keeps the
 * limit. A move takes time in proportion to the distance and to the ops it re-times, each O(log n) and once unless the
 * moved ops are among its predecessors.
 */
public final class IncrementalTimer {
    /** Returned by {@link #move} for a move that was taken back. */
    public static final long REFUSED = Long.MAX_VALUE;

    private final OrderGraph graph;
    private final IncomingArcs arcs;

    /** The longest path along precedences from the start of each op to the end, delivery included. */
    private final long[] tail;

    private final long horizon;
    private final int[] resource;
    private final int[][] order;
    private final int[] slot;
    private final long[] start;

    private final OrderMemory memory;

    /** What the ops before each place on a resource have taken and not returned. */
    private final long[][] held;

    private final int[] unordered;
    private final DirtyOps dirty;
    private int[] changed = new int[64];
    private long[] before = new long[64];
    private int changes;
    private long work;

    private IncrementalTimer(OrderGraph graph, OrderMemory memory) {
        this.graph = graph;
        this.memory = memory;
        int size = graph.size;
        resource = new int[size];
        slot = new int[size];
        for (int at = 0; at < size; at++) {
            resource[at] = graph.resources[at].length == 0 ? -1 : graph.resources[at][0];
            slot[at] = resource[at] < 0 ? -1 : graph.slot[at][0];
        }
        order = Arrays.stream(graph.sequence).map(int[]::clone).toArray(int[][]::new);
        unordered = IntStream.range(0, size).filter(at -> resource[at] < 0).toArray();
        arcs = new IncomingArcs(graph);
        tail = graph.tails();
        horizon = graph.problem.horizon();
        start = new long[size];
        dirty = new DirtyOps(size);
        held = new long[order.length][];
        for (int at = 0; at < size; at++) {
            start[at] = earliest(at);
        }
        Arrays.setAll(held, index -> new long[order[index].length + 1]);
    }

    /**
     * Returns a timer of a schedule's orders, or nothing where it does not apply: an op holds several resources, or a
     * buffer of a limited device is not taken and released by one op each on one resource.
     */
    public static Optional<IncrementalTimer> of(OrderGraph graph) {
        return OrderMemory.of(graph)
                .map(memory -> new IncrementalTimer(graph, memory))
                .filter(IncrementalTimer::fits);
    }

    /** Returns the number of ops. */
    public int size() {
        return start.length;
    }

    /** Returns the resource that the op holds, −1 for none. */
    public int resource(int at) {
        return resource[at];
    }

    /** Returns the op's place on its resource, −1 for none. */
    public int slot(int at) {
        return slot[at];
    }

    /** Returns how many ops hold the resource. */
    public int length(int onResource) {
        return order[onResource].length;
    }

    /** Returns the op's earliest start in ticks. */
    public long start(int at) {
        return start[at];
    }

    /** Returns how many starts were computed so far. */
    public long work() {
        return work;
    }

    /** Returns the objective: the largest end + delivery. */
    public long value() {
        long value = OrderGraph.NEVER;
        for (int[] ops : order) {
            if (ops.length > 0) {
                value = Math.max(value, endOf(ops[ops.length - 1]));
            }
        }
        for (int at : unordered) {
            value = Math.max(value, endOf(at));
        }
        return value;
    }

    /** Returns an op that decides the objective. */
    int lastCritical() {
        long value = value();
        for (int[] ops : order) {
            if (ops.length > 0 && endOf(ops[ops.length - 1]) == value) {
                return ops[ops.length - 1];
            }
        }
        for (int at : unordered) {
            if (endOf(at) == value) {
                return at;
            }
        }
        throw new IllegalStateException("No op decides the objective.");
    }

    /** Returns the op before another on its resource if that decides its start, else −1. */
    int criticalOnResource(int at) {
        if (slot[at] <= 0) {
            return -1;
        }
        int previous = order[resource[at]][slot[at] - 1];
        return start[previous] + graph.duration[previous] == start[at] ? previous : -1;
    }

    /** Returns a predecessor by precedence that decides the op's start, else −1. */
    int criticalByPrecedence(int at) {
        for (int arc = arcs.first[at]; arc < arcs.first[at + 1]; arc++) {
            if (start[arcs.source[arc]] + arcs.weight[arc] == start[at]) {
                return arcs.source[arc];
            }
        }
        return -1;
    }

    /**
     * Moves an op to another place on its resource and shifts those between.
     *
     * @param largest the largest objective value wanted
     * @return the new value, or {@link #REFUSED}, after which nothing has changed
     */
    public long move(int onResource, int from, int to, long largest) {
        if (from == to) {
            return value() <= largest ? value() : REFUSED;
        }
        int[] ops = order[onResource];
        int low = Math.min(from, to);
        int high = Math.max(from, to);
        shift(ops, from, to);
        if (!countMemory(onResource, low, high)) {
            shift(ops, to, from);
            countMemory(onResource, low, high);
            return REFUSED;
        }
        addMoved(ops, from, to);
        addDirty(ops[low]);
        if (low + 1 < ops.length) {
            addDirty(ops[low + 1]);
        }
        if (high + 1 < ops.length) {
            addDirty(ops[high + 1]);
        }
        changes = 0;
        long value = retime(Math.min(largest, horizon)) ? value() : REFUSED;
        if (value > largest) {
            undo();
            shift(ops, to, from);
            countMemory(onResource, low, high);
            return REFUSED;
        }
        return value;
    }

    /** Returns the mean duration of an op in ticks. */
    double meanDuration() {
        return Arrays.stream(graph.duration).average().orElse(0);
    }

    /** Returns a copy of the orders as they are, ops by position. */
    int[][] copyOrders() {
        return Arrays.stream(order).map(int[]::clone).toArray(int[][]::new);
    }

    /** Returns the orders as they are. */
    public DeviceOrders orders() {
        return orders(order);
    }

    /** Returns orders of ops by position as orders of the problem. */
    DeviceOrders orders(int[][] positions) {
        Map<Integer, List<Integer>> orders = new HashMap<>();
        for (int index = 0; index < positions.length; index++) {
            orders.put(
                    index,
                    Arrays.stream(positions[index]).mapToObj(at -> graph.op[at]).toList());
        }
        int[] modes = new int[graph.schedule.size()];
        Arrays.setAll(modes, graph.schedule::mode);
        return new DeviceOrders(graph.problem, modes, orders);
    }

    private boolean fits() {
        return IntStream.range(0, order.length).allMatch(index -> countMemory(index, 0, order[index].length - 1));
    }

    /** Recounts the memory in a range of places; false as soon as an op does not fit. */
    private boolean countMemory(int onResource, int low, int high) {
        int[] ops = order[onResource];
        long[] level = held[onResource];
        for (int index = low; index <= high; index++) {
            if (level[index] > memory.capacity(onResource) - memory.taken(ops[index])) {
                return false;
            }
            level[index + 1] = level[index] + memory.taken(ops[index]) - memory.returned(ops[index]);
        }
        return true;
    }

    private long endOf(int at) {
        return start[at] + graph.duration[at] + graph.delivery[at];
    }

    private void shift(int[] ops, int from, int to) {
        int moved = ops[from];
        if (from < to) {
            System.arraycopy(ops, from + 1, ops, from, to - from);
        } else {
            System.arraycopy(ops, to, ops, to + 1, from - to);
        }
        ops[to] = moved;
        for (int index = Math.min(from, to); index <= Math.max(from, to); index++) {
            slot[ops[index]] = index;
        }
    }

    /** Ops are re-timed in the order in which they started before the move, */
    private void addDirty(int at) {
        dirty.add(at, 2 * start[at]);
    }

    /** but the moved one between its new neighbours: else one of the two would be timed by a start that is too late. */
    private void addMoved(int[] ops, int from, int to) {
        dirty.add(ops[to], from < to ? 2 * start[ops[to - 1]] + 1 : 2 * start[ops[to + 1]] - 1);
    }

    /** Re-times what changed; false as soon as an op starts too late, which it does for ever where orders lock up. */
    private boolean retime(long largest) {
        while (!dirty.isEmpty()) {
            int at = dirty.remove();
            long earliest = earliest(at);
            work++;
            if (earliest == start[at]) {
                continue;
            }
            log(at);
            start[at] = earliest;
            if (earliest + tail[at] > largest) {
                dirty.clear();
                return false;
            }
            for (int arc = graph.firstOut[at]; arc < graph.firstOut[at + 1]; arc++) {
                addDirty(graph.target[arc]);
            }
            if (resource[at] >= 0 && slot[at] + 1 < order[resource[at]].length) {
                addDirty(order[resource[at]][slot[at] + 1]);
            }
        }
        return true;
    }

    private long earliest(int at) {
        long earliest = graph.release[at];
        for (int arc = arcs.first[at]; arc < arcs.first[at + 1]; arc++) {
            earliest = Math.max(earliest, start[arcs.source[arc]] + arcs.weight[arc]);
        }
        if (slot[at] > 0) {
            int previous = order[resource[at]][slot[at] - 1];
            earliest = Math.max(earliest, start[previous] + graph.duration[previous]);
        }
        return earliest;
    }

    private void log(int at) {
        if (changes == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changes);
            before = Arrays.copyOf(before, 2 * changes);
        }
        changed[changes] = at;
        before[changes++] = start[at];
    }

    private void undo() {
        while (changes > 0) {
            changes--;
            start[changed[changes]] = before[changes];
        }
    }
}

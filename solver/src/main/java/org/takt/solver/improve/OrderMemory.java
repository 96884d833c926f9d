package org.takt.solver.improve;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;

/**
 * The memory of limited devices by positions of an {@link OrderGraph}, where the order of one resource decides it: what each
 * position takes at its start and returns at its end, and what there is for those on each resource. Memory units; immutable.
 */
final class OrderMemory {
    private final OrderGraph graph;
    private final long[] taken;
    private final long[] returned;
    private final long[] capacity;

    private OrderMemory(OrderGraph graph) {
        this.graph = graph;
        taken = new long[graph.size];
        returned = new long[graph.size];
        capacity = new long[graph.sequence.length];
        Arrays.fill(capacity, Long.MAX_VALUE);
    }

    /**
     * Returns the memory, or nothing where orders do not decide it so: an op holds several resources, or a buffer of a
     * limited device is not taken and released by one op each on one resource.
     */
    static Optional<OrderMemory> of(OrderGraph graph) {
        if (Arrays.stream(graph.resources).anyMatch(held -> held.length > 1)) {
            return Optional.empty();
        }
        OrderMemory memory = new OrderMemory(graph);
        return memory.read() ? Optional.of(memory) : Optional.empty();
    }

    /** Returns what a position takes when it starts. */
    long taken(int at) {
        return taken[at];
    }

    /** Returns what a position returns when it ends. */
    long returned(int at) {
        return returned[at];
    }

    /** Returns how much the positions on a resource may hold at once. */
    long capacity(int resource) {
        return capacity[resource];
    }

    private boolean read() {
        Problem problem = graph.problem;
        Map<Integer, Integer> resourceOfDevice = new HashMap<>();
        for (Buffer buffer : problem.buffers()) {
            boolean counts =
                    problem.devices().get(buffer.device()).memoryLimit().isPresent() && exists(buffer);
            if (counts && !add(buffer, resourceOfDevice)) {
                return false;
            }
        }
        if (resourceOfDevice.values().stream().distinct().count() < resourceOfDevice.size()) {
            return false;
        }
        resourceOfDevice.forEach(
                (device, on) -> capacity[on] = problem.devices().get(device).bufferCapacity());
        return true;
    }

    private boolean exists(Buffer buffer) {
        return graph.schedule.isPresent(buffer.takenAt())
                && buffer.conditions().stream()
                        .allMatch(condition -> condition.holdsIn(graph.schedule.mode(condition.op())));
    }

    private boolean add(Buffer buffer, Map<Integer, Integer> resourceOfDevice) {
        int from = graph.position[buffer.takenAt()];
        int[] until = buffer.releasedBy().stream()
                .mapToInt(op -> graph.position[op])
                .filter(at -> at >= 0)
                .toArray();
        int on = resourceOf(from);
        if (on < 0
                || until.length > 1
                || (until.length == 1 && resourceOf(until[0]) != on)
                || resourceOfDevice.merge(buffer.device(), on, (known, own) -> known) != on) {
            return false;
        }
        taken[from] += buffer.size();
        if (until.length == 1) {
            returned[until[0]] += buffer.size();
        }
        return true;
    }

    /** Returns the resource of a position, −1 for none. */
    private int resourceOf(int at) {
        return graph.resources[at].length == 0 ? -1 : graph.resources[at][0];
    }
}

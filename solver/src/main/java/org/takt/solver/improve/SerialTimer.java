package org.takt.solver.improve;

import java.util.Arrays;

/**
 * Times sequences of all ops: each op in turn is put behind those before it on its resource, as early as the precedences
 * let it start (serial schedule generation; Kolisch, Serial and parallel resource-constrained project scheduling methods
 * revisited, 1996, here without filling gaps).
 *
 * <p>Ops are named by their position in the graph. After a sequence that was timed, {@code start} holds its starts.
 */
final class SerialTimer {
    /** Returned for a sequence that has no times. */
    static final long REFUSED = Long.MAX_VALUE;

    private final OrderGraph graph;
    private final OrderMemory memory;
    private final IncomingArcs arcs;
    private final long[] tail;
    private final long[] start;
    private final long[] free;
    private final long[] held;

    /** The sequence in which each op was timed last, by number. */
    private final long[] timedIn;

    private long number;

    SerialTimer(OrderGraph graph, OrderMemory memory) {
        this.graph = graph;
        this.memory = memory;
        arcs = new IncomingArcs(graph);
        tail = graph.tails();
        start = new long[graph.size];
        free = new long[graph.sequence.length];
        held = new long[graph.sequence.length];
        timedIn = new long[graph.size];
    }

    /**
     * Times a sequence in time linear in ops and precedences.
     *
     * @param largest the largest objective value wanted
     * @return the value, or {@link #REFUSED} where an op comes before one that it waits for, a device's memory is exceeded, or
     *     the value would be larger than wanted
     */
    long time(int[] sequence, long largest) {
        number++;
        Arrays.fill(free, OrderGraph.NEVER);
        Arrays.fill(held, 0);
        long value = OrderGraph.NEVER;
        for (int at : sequence) {
            if (!place(at) || start[at] + tail[at] > largest) {
                return REFUSED;
            }
            value = Math.max(value, start[at] + tail[at]);
        }
        return value;
    }

    /** Returns the op's start in the sequence that was timed last, ticks. */
    long start(int at) {
        return start[at];
    }

    /** Returns the earliest start that precedences allow an op after given starts, ticks. */
    long afterPrecedences(int at, long[] starts) {
        long earliest = graph.release[at];
        for (int arc = arcs.first[at]; arc < arcs.first[at + 1]; arc++) {
            earliest = Math.max(earliest, starts[arcs.source[arc]] + arcs.weight[arc]);
        }
        return earliest;
    }

    private boolean place(int at) {
        for (int arc = arcs.first[at]; arc < arcs.first[at + 1]; arc++) {
            if (timedIn[arcs.source[arc]] != number) {
                return false;
            }
        }
        long earliest = afterPrecedences(at, start);
        if (graph.resources[at].length > 0) {
            int on = graph.resources[at][0];
            if (held[on] > memory.capacity(on) - memory.taken(at)) {
                return false;
            }
            held[on] += memory.taken(at) - memory.returned(at);
            earliest = Math.max(earliest, free[on]);
            free[on] = earliest + graph.duration[at];
        }
        start[at] = earliest;
        timedIn[at] = number;
        return true;
    }
}

package org.takt.solver.improve;

import java.util.Arrays;

/**
 * Times plans of {@link PassingAnnealing}: on each resource the next op of some lane starts as soon as it can, of those that
 * can at the same time that of the first lane (parallel schedule generation without delay; Kolisch, Serial and parallel
 * resource-constrained project scheduling methods revisited, 1996); but where as many of each lane are done as the plan puts
 * before an op of X, the resource waits for that one.
 *
 * <p>Ops are named by their position in the graph. After a plan that was timed, {@code start} holds its starts.
 */
final class PassingTimer {
    /** Returned for a plan that has no times. */
    static final long REFUSED = Long.MAX_VALUE;

    /** The start of what has not started; far enough from overflow that times may be added. */
    private static final long NOT_YET = Long.MAX_VALUE / 4;

    /** The lane of X's ops. */
    private static final int OWN = -1;

    private final OrderGraph graph;
    private final OrderMemory memory;
    private final PassingLanes lanes;
    private final IncomingArcs arcs;
    private final long[] tail;
    private final int[] laneOf;
    private final long[] load;
    private final long[] start;

    /** Of each resource: when it is free, what it has left to do, what memory is held, and how many ops of X and of each lane are done. */
    private final long[] free;

    private final long[] left;
    private final long[] held;
    private final int[] passed;
    private final int[][] done;

    /** In place of what comes before an op of X, where X has none left on a resource: all. */
    private final int[] all;

    /** The op that each resource starts next, the time, and the lane. */
    private final int[] candidate;

    private final long[] candidateStart;
    private final int[] candidateLane;

    PassingTimer(OrderGraph graph, OrderMemory memory, PassingLanes lanes) {
        this.graph = graph;
        this.memory = memory;
        this.lanes = lanes;
        arcs = new IncomingArcs(graph);
        tail = graph.tails();
        laneOf = laneOf(graph, lanes);
        int resources = graph.sequence.length;
        load = new long[resources];
        for (int at = 0; at < graph.size; at++) {
            load[graph.resources[at][0]] += graph.duration[at];
        }
        start = new long[graph.size];
        free = new long[resources];
        left = new long[resources];
        held = new long[resources];
        passed = new int[resources];
        done = new int[resources][];
        Arrays.setAll(done, on -> new int[lanes.lanes[on].length]);
        all = new int
                [Arrays.stream(done)
                        .mapToInt(ofResource -> ofResource.length)
                        .max()
                        .orElse(0)];
        Arrays.fill(all, lanes.microBatch.length);
        candidate = new int[resources];
        candidateStart = new long[resources];
        candidateLane = new int[resources];
    }

    private static int[] laneOf(OrderGraph graph, PassingLanes lanes) {
        int[] laneOf = new int[graph.size];
        Arrays.fill(laneOf, OWN);
        for (PassingLanes.Lane[] here : lanes.lanes) {
            for (int lane = 0; lane < here.length; lane++) {
                for (int at : here[lane].op) {
                    laneOf[at] = lane;
                }
            }
        }
        return laneOf;
    }

    /**
     * Times a plan in O(ops × resources) time.
     *
     * @param largest the largest objective value wanted
     * @return the value, or {@link #REFUSED} where ops wait for each other or for memory for ever, or the value would be larger
     *     than wanted
     */
    long time(PassingPlan plan, long largest) {
        if (!fitsWhereItSays(plan)) {
            return REFUSED;
        }
        reset(plan);
        long value = OrderGraph.NEVER;
        int ownDone = 0;
        for (int count = 0; count < graph.size; count++) {
            int on = earliest();
            long now = candidateStart[on];
            if (now >= NOT_YET || (ownDone < lanes.way.length && now + tail[lanes.way[ownDone]] > largest)) {
                return REFUSED;
            }
            int at = candidate[on];
            ownDone += candidateLane[on] == OWN ? 1 : 0;
            run(at, on, now);
            if (now + tail[at] > largest || free[on] + left[on] > largest) {
                return REFUSED;
            }
            value = Math.max(value, now + tail[at]);
            renew(at, on, plan);
        }
        return value;
    }

    /** Returns the op's start in the plan that was timed last, ticks. */
    long start(int at) {
        return start[at];
    }

    /** Returns whether each op of X fits into memory beside what the plan leaves there; plans fail most often in that. */
    private boolean fitsWhereItSays(PassingPlan plan) {
        for (int on = 0; on < lanes.visits.length; on++) {
            int[] counted = done[on];
            Arrays.fill(counted, 0);
            long inMemory = 0;
            for (int visit : lanes.visits[on]) {
                int own = lanes.way[visit];
                for (int lane = 0; lane < counted.length; lane++) {
                    for (; counted[lane] < plan.ahead[visit][lane]; counted[lane]++) {
                        int at = next(lane, on, plan);
                        inMemory += memory.taken(at) - memory.returned(at);
                    }
                }
                if (inMemory > memory.capacity(on) - memory.taken(own)) {
                    return false;
                }
                inMemory += memory.taken(own) - memory.returned(own);
            }
        }
        return true;
    }

    private void reset(PassingPlan plan) {
        Arrays.fill(start, NOT_YET);
        Arrays.fill(free, OrderGraph.NEVER);
        System.arraycopy(load, 0, left, 0, load.length);
        Arrays.fill(held, 0);
        Arrays.fill(passed, 0);
        for (int[] ofResource : done) {
            Arrays.fill(ofResource, 0);
        }
        for (int on = 0; on < candidate.length; on++) {
            choose(on, plan);
        }
    }

    private int earliest() {
        int first = 0;
        for (int on = 1; on < candidateStart.length; on++) {
            if (candidateStart[on] < candidateStart[first]) {
                first = on;
            }
        }
        return first;
    }

    private void run(int at, int on, long now) {
        start[at] = now;
        free[on] = now + graph.duration[at];
        left[on] -= graph.duration[at];
        held[on] += memory.taken(at) - memory.returned(at);
        if (candidateLane[on] == OWN) {
            passed[on]++;
        } else {
            done[on][candidateLane[on]]++;
        }
    }

    /** Chooses again on the op's resource, and where an op follows that may be the next of its lane. */
    private void renew(int at, int on, PassingPlan plan) {
        choose(on, plan);
        for (int arc = graph.firstOut[at]; arc < graph.firstOut[at + 1]; arc++) {
            int next = graph.target[arc];
            int other = graph.resources[next][0];
            if (other != on) {
                offerIfNext(next, laneOf[next], other, plan);
            }
        }
    }

    private void choose(int on, PassingPlan plan) {
        candidateStart[on] = NOT_YET;
        int[] doneHere = done[on];
        int[] ahead = ahead(on, plan);
        boolean isOwnNext = passed[on] < lanes.visits[on].length;
        for (int lane = 0; lane < doneHere.length; lane++) {
            if (doneHere[lane] < ahead[lane]) {
                isOwnNext = false;
                offer(next(lane, on, plan), lane, on);
            }
        }
        if (isOwnNext) {
            offer(lanes.way[lanes.visits[on][passed[on]]], OWN, on);
        }
    }

    private void offerIfNext(int at, int lane, int on, PassingPlan plan) {
        if (lane == OWN) {
            choose(on, plan);
        } else if (done[on][lane] < ahead(on, plan)[lane] && next(lane, on, plan) == at) {
            offer(at, lane, on);
        }
    }

    /** Returns how many of each lane come before the next op of X. */
    private int[] ahead(int on, PassingPlan plan) {
        int[] visits = lanes.visits[on];
        return passed[on] < visits.length ? plan.ahead[visits[passed[on]]] : all;
    }

    private int next(int lane, int on, PassingPlan plan) {
        PassingLanes.Lane ops = lanes.lanes[on][lane];
        return ops.op[(ops.isBack ? plan.back : plan.entry)[done[on][lane]]];
    }

    private void offer(int at, int lane, int on) {
        if (held[on] > memory.capacity(on) - memory.taken(at)) {
            return;
        }
        long earliest = Math.max(free[on], graph.release[at]);
        for (int arc = arcs.first[at]; arc < arcs.first[at + 1]; arc++) {
            earliest = Math.max(earliest, start[arcs.source[arc]] + arcs.weight[arc]);
        }
        if (earliest < candidateStart[on] || (earliest == candidateStart[on] && lane < candidateLane[on])) {
            candidate[on] = at;
            candidateStart[on] = earliest;
            candidateLane[on] = lane;
        }
    }
}

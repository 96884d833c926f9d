package org.takt.solver.heuristic;

import java.util.Arrays;

/**
 * A partial schedule of a beam search, with an estimate of the makespan it leads to. The bound of a resource is when it is
 * free, plus the work it has left and what must follow. The bound of a device's memory is the time now, plus what its buffers
 * still have to be held at least, as size × time by its capacity, and what must follow; a delay of an op lengthens the
 * holding of all that its micro-batch has.
 */
final class BeamState {
    private final PartialSchedule partial;
    private final RestTables rest;
    private final ListTables tables;
    private final long[] workLeft;
    /** Size × time that each device's buffers still have to be held after {@link #measuredAt}. */
    private final double[] area;

    private final double[] ratedArea;
    private long measuredAt;
    private long startedOps;
    private int resource;
    private double score;

    BeamState(RestTables rest, ListTables tables) {
        this.rest = rest;
        this.tables = tables;
        partial = new PartialSchedule(tables);
        workLeft = rest.load.clone();
        area = rest.area.clone();
        ratedArea = new double[area.length];
    }

    /** Becomes a copy of another state of the same search. */
    void copyFrom(BeamState other) {
        partial.copyFrom(other.partial);
        System.arraycopy(other.workLeft, 0, workLeft, 0, workLeft.length);
        System.arraycopy(other.area, 0, area, 0, area.length);
        measuredAt = other.measuredAt;
        startedOps = other.startedOps;
        resource = other.resource;
        score = other.score;
    }

    PartialSchedule partial() {
        return partial;
    }

    /**
     * Goes on to the next resource on which an op may start, and returns the ops that may be its next: all that may start before
     * one of them would have ended, as in active schedules (Giffler and Thompson 1960), of the ops known by then. Returns none where nothing can start
     * any more.
     */
    int[] nextOptions() {
        int[] options = optionsOfNextResource();
        if (options.length == 0 && !partial.isComplete()) {
            partial.lookAgain();
            options = optionsOfNextResource();
        }
        return options;
    }

    private int[] optionsOfNextResource() {
        for (resource = partial.next(); resource >= 0; resource = partial.next()) {
            measureMemory();
            if (partial.freeAt[resource] <= partial.now()) {
                int[] options = optionsHere();
                if (options.length > 0) {
                    return options;
                }
            }
        }
        return new int[0];
    }

    private int[] optionsHere() {
        int[] options = new int[partial.knownSize[resource]];
        int count = 0;
        long firstEnd = Long.MAX_VALUE;
        boolean someMayStartNow = false;
        for (int index = 0; index < options.length; index++) {
            int op = partial.known[resource][index];
            long start = startOf(op);
            if (partial.isFree(op, start) && partial.memory.fits(op)) {
                options[count++] = op;
                firstEnd = Math.min(firstEnd, start + tables.ops.duration[op]);
                someMayStartNow |= start == partial.now();
            }
        }
        return someMayStartNow ? startingBefore(firstEnd, options, count) : new int[0];
    }

    private int[] startingBefore(long end, int[] ops, int count) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            long start = startOf(ops[index]);
            if (start < end || start == partial.now()) {
                ops[kept++] = ops[index];
            }
        }
        return Arrays.copyOf(ops, kept);
    }

    private long startOf(int op) {
        return Math.max(partial.now(), partial.times[op]);
    }

    /** Returns whether all of some ops are forwards, which take memory that others may use better. */
    boolean areForwards(int[] ops) {
        for (int op : ops) {
            if (tables.ops.kindClass[op] != OpTables.FORWARD) {
                return false;
            }
        }
        return true;
    }

    /** Starts one of the last options. */
    void start(int op) {
        long start = startOf(op);
        addDelay(op, start, area);
        for (int index = tables.ops.firstHeld[op]; index < tables.ops.firstHeld[op + 1]; index++) {
            workLeft[tables.ops.held[index]] -= tables.ops.duration[op];
        }
        startedOps += mix(op);
        partial.start(op, start);
    }

    /** Adds what the wait of a ready op costs; that of a weight gradient concerns only what it releases. */
    private void addDelay(int op, long start, double[] held) {
        double delay = start - partial.times[op];
        if (delay <= 0) {
            return;
        }
        if (tables.ops.kindClass[op] == OpTables.WEIGHT) {
            for (int index = tables.memory.firstRelease[op]; index < tables.memory.firstRelease[op + 1]; index++) {
                int buffer = tables.memory.release[index];
                held[tables.memory.bufferDevice[buffer]] += delay * tables.memory.bufferSize[buffer];
            }
        } else {
            for (int device = 0; device < held.length; device++) {
                held[device] += delay * partial.memory.held(device, tables.order.entry[op]);
            }
        }
    }

    private void measureMemory() {
        double elapsed = partial.now() - measuredAt;
        if (elapsed > 0) {
            for (int device = 0; device < area.length; device++) {
                area[device] -= elapsed * partial.memory.used(device);
            }
            measuredAt = partial.now();
        }
    }

    /** Estimates the makespan, by the highest bound and a share of the mean of all. */
    void rate(double meanShare) {
        double highest = 0;
        double sum = 0;
        int bounds = 0;
        for (int one = 0; one < workLeft.length; one++) {
            if (rest.load[one] > 0) {
                double bound = boundOfResource(one);
                highest = Math.max(highest, bound);
                sum += bound;
                bounds++;
            }
        }
        measureWaits();
        for (int device = 0; device < area.length; device++) {
            if (rest.area[device] > 0) {
                double bound = boundOfMemory(device);
                highest = Math.max(highest, bound);
                sum += bound;
                bounds++;
            }
        }
        score = highest + meanShare * sum / Math.max(1, bounds);
    }

    private double boundOfResource(int one) {
        long free = Math.max(partial.freeAt[one], partial.now());
        return (double) Math.max(free, rest.resourceHead[one]) + workLeft[one] + rest.resourceTail[one];
    }

    private double boundOfMemory(int device) {
        return Math.max(measuredAt, rest.deviceHead[device])
                + Math.max(0, ratedArea[device]) / tables.memory.capacity[device]
                + rest.deviceTail[device];
    }

    /** Counts what waits at least until its resource is free. */
    private void measureWaits() {
        System.arraycopy(area, 0, ratedArea, 0, area.length);
        for (int one = 0; one < workLeft.length; one++) {
            long free = Math.max(partial.freeAt[one], partial.now());
            for (int index = 0; index < partial.knownSize[one]; index++) {
                int op = partial.known[one][index];
                if (tables.ops.kindClass[op] != OpTables.WEIGHT) {
                    addDelay(op, free, ratedArea);
                }
            }
        }
    }

    /** Returns the estimate of the last {@link #rate}. */
    double score() {
        return score;
    }

    /** Returns what states have in common that have started the same ops and go on with the same times. */
    long signature() {
        long mixed = startedOps;
        for (int one = 0; one < workLeft.length; one++) {
            long free = Math.max(partial.freeAt[one], partial.now());
            mixed = mix(mixed ^ free);
            long waiting = 0;
            for (int index = 0; index < partial.knownSize[one]; index++) {
                int op = partial.known[one][index];
                waiting += mix(mix(op) ^ Math.max(free, partial.times[op]));
            }
            mixed = mix(mixed ^ waiting);
        }
        return mixed;
    }

    /** SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}

package org.takt.solver.heuristic;

/**
 * A partial schedule of a beam search with a bound on what it can become. The bound of a resource is when it is free, plus the
 * work it has left and what must follow; that of a device's memory is the time now, plus the least that its buffers
 * still have to be held, as size × time by its capacity, and what must follow. A delay of an op lengthens the holding of all its
 * micro-batch has.
 */
final class BeamState {
    final PartialSchedule partial;
    private final RestTables rest;
    private final ListTables tables;
    private final long[] left;
    /** Size × time that each device's buffers still have to be held from {@link #measuredAt} on. */
    private final double[] area;

    private long measuredAt;
    private int resource;
    /** What equal rests have in common. */
    private long signature;

    double score;

    BeamState(RestTables rest, ListTables tables) {
        this.rest = rest;
        this.tables = tables;
        partial = new PartialSchedule(tables);
        left = rest.load.clone();
        area = rest.area.clone();
    }

    void copyFrom(BeamState other) {
        partial.copyFrom(other.partial);
        System.arraycopy(other.left, 0, left, 0, left.length);
        System.arraycopy(other.area, 0, area, 0, area.length);
        measuredAt = other.measuredAt;
        resource = other.resource;
        signature = other.signature;
        score = other.score;
    }

    /**
     * Goes on to the next resource on which an op may start, and lists the ops that may be its next: those that may start
     * before one of them would have ended. Returns how many there are; 0 if nothing will happen any more.
     */
    int options(int[] options) {
        int count = nextOptions(options);
        if (count == 0 && !partial.isComplete()) {
            partial.lookAgain();
            count = nextOptions(options);
        }
        return count;
    }

    private int nextOptions(int[] options) {
        for (resource = partial.next(); resource >= 0; resource = partial.next()) {
            measureMemory();
            if (partial.freeAt[resource] <= partial.now()) {
                int count = optionsHere(options);
                if (count > 0) {
                    return count;
                }
            }
        }
        return 0;
    }

    private int optionsHere(int[] options) {
        long now = partial.now();
        long firstEnd = Long.MAX_VALUE;
        boolean mayStartNow = false;
        for (int index = 0; index < partial.knownSize[resource]; index++) {
            int op = partial.known[resource][index];
            long start = Math.max(now, partial.times[op]);
            if (start + tables.duration[op] < firstEnd && mayStart(op, start)) {
                firstEnd = start + tables.duration[op];
            }
            mayStartNow |= start == now && mayStart(op, start);
        }
        if (!mayStartNow) {
            return 0;
        }
        int count = 0;
        for (int index = 0; index < partial.knownSize[resource] && count < options.length; index++) {
            int op = partial.known[resource][index];
            long start = Math.max(now, partial.times[op]);
            if ((start == now || start < firstEnd) && mayStart(op, start)) {
                options[count++] = op;
            }
        }
        return count;
    }

    private boolean mayStart(int op, long start) {
        return partial.isFree(op, start) && partial.memory.fits(op);
    }

    boolean mayPass(int[] options, int count) {
        for (int i = 0; i < count; i++) {
            int k = tables.kindClass[options[i]];
            if (k == ListTables.BACKWARD || PASS == 1 && k != ListTables.FORWARD) return false;
        }
        return true;
    }
    static int PASS=Integer.getInteger("pass",1);

    /** Starts one of the options. */
    void start(int op) {
        long ready = partial.times[op];
        long start = Math.max(partial.now(), ready);
        if (start > ready) {
            addDelay(op, start - ready);
        }
        for (int index = tables.firstHeld[op]; index < tables.firstHeld[op + 1]; index++) {
            left[tables.held[index]] -= tables.duration[op];
        }
        signature += mix(op);
        partial.start(op, start);
    }

    private void addDelay(int op, long delay) {
        if (tables.kindClass[op] == ListTables.WEIGHT) {
            for (int index = tables.firstRelease[op]; index < tables.firstRelease[op + 1]; index++) {
                int buffer = tables.release[index];
                area[tables.bufferDevice[buffer]] += (double) delay * tables.bufferSize[buffer];
            }
        } else {
            for (int device = 0; device < area.length; device++) {
                area[device] += (double) delay * partial.memory.held(device, tables.microBatch[op]);
            }
        }
    }

    private void measureMemory() {
        long elapsed = partial.now() - measuredAt;
        if (elapsed > 0) {
            for (int device = 0; device < area.length; device++) {
                area[device] -= (double) elapsed * partial.memory.used(device);
            }
            measuredAt = partial.now();
        }
    }

    static int LATE=Integer.getInteger("late",1);
    void rate(double share) {
        double[] area = this.area;
        if (LATE>0) {
            area = area.clone();
            for (int r = 0; r < left.length; r++) for (int i = 0; i < partial.knownSize[r]; i++) {
                int op = partial.known[r][i];
                long delay = Math.max(partial.freeAt[r], partial.now()) - partial.times[op];
                if (delay > 0 && tables.kindClass[op] != ListTables.WEIGHT) {
                    for (int device = 0; device < area.length; device++)
                        area[device] += (double) delay * partial.memory.held(device, tables.microBatch[op]);
                }
            }
        }
        double highest = 0;
        double sum = 0;
        for (int one = 0; one < left.length; one++) {
            if (rest.load[one] == 0) continue;
            double bound = Math.max(Math.max(partial.freeAt[one], partial.now()), rest.resourceHead[one])
                    + (double) left[one]
                    + rest.resourceTail[one];
            highest = Math.max(highest, bound);
            sum += bound;
        }
        for (int device = 0; device < area.length; device++) {
            if (rest.area[device] > 0) {
                double bound = Math.max(measuredAt, rest.deviceHead[device])
                        + Math.max(0, area[device]) / tables.capacity[device]
                        + rest.deviceTail[device];
                highest = Math.max(highest, bound);
                sum += bound;
            }
        }
        score = highest + share * sum;
    }

    long signature() {
        long mixed = signature;
        for (long free : partial.freeAt) {
            mixed = mix(mixed ^ Math.max(free, partial.now()));
        }
        return mixed;
    }

    private static long mix(long value) {
        long mixed = (value + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 30)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}

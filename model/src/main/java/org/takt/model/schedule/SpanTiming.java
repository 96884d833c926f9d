package org.takt.model.schedule;

import java.util.Arrays;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * Times orders so that the largest device span is least: the largest over devices of last end − first start on the
 * compute streams. Keeps the modes and the order of ops on every resource, and is exact for them; only ops of no
 * duration that earliest starts put at one instant may change places.
 *
 * <p>A span of at most D means that each device starts no earlier than its last end − D. These and the orders are
 * difference constraints, so a D is possible exactly when no cycle of devices i → j → … → i is longer than D on
 * average, where the length of i → j is the longest path from the first start of i to the last end of j. One pass
 * over the ops for each device finds these lengths; binary search between the longest i → i and the earliest makespan
 * finds the least D, each try a Bellman-Ford search over the devices. Among the schedules of least span the one in which
 * every op starts earliest is returned, so its makespan is least too.
 *
 * <p>Memory is not looked at; the verifier checks it. Built once per problem, immutable, safe for use by several
 * threads. O(p·n + n log n + p³·log D) time for p devices and n ops, precedences and resource holdings.
 */
public final class SpanTiming {
    private static final long NEVER = Long.MIN_VALUE;

    private final Problem problem;
    private final Timing timing;
    private final ExecutionOrder executionOrder;

    /** Prepares timing for a problem. */
    public SpanTiming(Problem problem) {
        this.problem = problem;
        timing = new Timing(problem);
        executionOrder = new ExecutionOrder(problem);
    }

    /**
     * Returns the schedule of least span under the orders, or the ops that wait for each other for ever. Resources
     * without an order keep the order in which earliest starts use them.
     */
    public TimingResult leastSpan(DeviceOrders orders) {
        TimingResult earliest = timing.earliest(orders);
        return earliest instanceof TimingResult.Timed timed
                ? new TimingResult.Timed(leastSpan(timed.schedule()))
                : earliest;
    }

    /**
     * Returns the schedule of least span with the modes of the given one and its order of ops on every resource.
     *
     * @throws IllegalArgumentException if the given schedule breaks a precedence
     */
    public Schedule leastSpan(Schedule schedule) {
        return new Run(schedule).execute();
    }

    /** Takes an arc: start(after) ≥ start(before) + length, ops by position. */
    private interface ArcVisitor {
        void visit(int before, int after, long length);
    }

    /**
     * One timing. Ops are named by their position in the execution order, so every arc goes from a lower to a higher
     * one: the arcs into position q are {@code from[a]} with {@code weight[a]}, from start to start, for a in
     * {@code firstIn[q]} to {@code firstIn[q + 1]} − 1.
     */
    private final class Run {
        private final Schedule schedule;
        private final int[] ops;
        private final int[] position;
        private final long[] durations;
        private final int[][] computeDevices;
        private final int[] firstIn;
        private final int[] from;
        private final long[] weight;

        Run(Schedule schedule) {
            this.schedule = schedule;
            ops = executionOrder.of(schedule).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            durations = new long[ops.length];
            computeDevices = new int[ops.length][];
            position = new int[schedule.size()];
            for (int at = 0; at < ops.length; at++) {
                position[ops[at]] = at;
                durations[at] = mode(at).duration();
                computeDevices[at] = devicesOf(mode(at));
            }
            firstIn = new int[ops.length + 1];
            forEachArc((before, after, length) -> {
                requireForward(before, after);
                firstIn[after + 1]++;
            });
            for (int at = 0; at < ops.length; at++) {
                firstIn[at + 1] += firstIn[at];
            }
            int[] next = firstIn.clone();
            from = new int[firstIn[ops.length]];
            weight = new long[from.length];
            forEachArc((before, after, length) -> {
                int slot = next[after]++;
                from[slot] = before;
                weight[slot] = length;
            });
        }

        private Mode mode(int at) {
            return problem.ops().get(ops[at]).modes().get(schedule.mode(ops[at]));
        }

        private int[] devicesOf(Mode mode) {
            int[] devices = new int[0];
            for (int index : mode.resources()) {
                Resource resource = problem.resources().get(index);
                if (resource.kind() == ResourceKind.COMPUTE) {
                    for (int device : resource.devices()) {
                        devices = withElement(devices, device);
                    }
                }
            }
            return devices;
        }

        private static int[] withElement(int[] set, int element) {
            for (int known : set) {
                if (known == element) {
                    return set;
                }
            }
            int[] larger = Arrays.copyOf(set, set.length + 1);
            larger[set.length] = element;
            return larger;
        }

        /** Shows the positions before and after and the weight of every precedence and every neighbourhood on a resource. */
        private void forEachArc(ArcVisitor visitor) {
            for (Precedence precedence : problem.precedences()) {
                int before = precedence.before();
                int after = precedence.after();
                if (schedule.isPresent(before) && schedule.isPresent(after)) {
                    long lag = precedence.lag().between(schedule.mode(before), schedule.mode(after));
                    visitor.visit(position[before], position[after], durations[position[before]] + lag);
                }
            }
            int[] previous = new int[problem.resources().size()];
            Arrays.fill(previous, -1);
            for (int at = 0; at < ops.length; at++) {
                for (int resource : mode(at).resources()) {
                    if (previous[resource] >= 0) {
                        visitor.visit(previous[resource], at, durations[previous[resource]]);
                    }
                    previous[resource] = at;
                }
            }
        }

        private void requireForward(int before, int after) {
            if (before > after) {
                throw new IllegalArgumentException(problem.ops().get(ops[after]).label() + " starts before "
                        + problem.ops().get(ops[before]).label() + " ends, which precedes it.");
            }
        }

        Schedule execute() {
            int devices = problem.devices().size();
            long[][] lengths = new long[devices][];
            for (int device = 0; device < devices; device++) {
                long[] begin = new long[devices];
                Arrays.fill(begin, NEVER);
                begin[device] = 0;
                lengths[device] = lastEnds(starts(begin, NEVER));
            }
            long[] earliestEnds = lastEnds(starts(new long[devices], 0));
            long[] begin = begins(lengths, earliestEnds, leastSpan(lengths, earliestEnds));
            return toSchedule(starts(begin, 0));
        }

        /**
         * Returns the earliest start of each position when no compute op of a device starts before that device's begin
         * and no op at all before {@code origin}; {@link #NEVER} where nothing bounds it.
         */
        private long[] starts(long[] begin, long origin) {
            long[] starts = new long[ops.length];
            for (int at = 0; at < starts.length; at++) {
                long start = origin;
                for (int device : computeDevices[at]) {
                    start = Math.max(start, begin[device]);
                }
                for (int arc = firstIn[at]; arc < firstIn[at + 1]; arc++) {
                    long before = starts[from[arc]];
                    start = before == NEVER ? start : Math.max(start, before + weight[arc]);
                }
                starts[at] = start;
            }
            return starts;
        }

        private long[] lastEnds(long[] starts) {
            long[] ends = new long[problem.devices().size()];
            Arrays.fill(ends, NEVER);
            for (int at = 0; at < starts.length; at++) {
                for (int device : computeDevices[at]) {
                    if (starts[at] != NEVER) {
                        ends[device] = Math.max(ends[device], starts[at] + durations[at]);
                    }
                }
            }
            return ends;
        }

        /** The length of i → i bounds the span from below, and the latest end from above: all begin at 0 then. */
        private long leastSpan(long[][] lengths, long[] earliestEnds) {
            long low = 0;
            long high = 0;
            for (int device = 0; device < lengths.length; device++) {
                low = Math.max(low, lengths[device][device]);
                high = Math.max(high, earliestEnds[device]);
            }
            while (low < high) {
                long middle = low + (high - low) / 2;
                if (begins(lengths, earliestEnds, middle).length > 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        /**
         * Returns the earliest begin of each device for spans of at most {@code span}, or nothing if there is none: each
         * begin is raised to last end − span until nothing changes, which takes no more rounds than devices unless a
         * cycle of devices is too long.
         */
        private long[] begins(long[][] lengths, long[] earliestEnds, long span) {
            long[] begin = new long[lengths.length];
            for (int device = 0; device < begin.length; device++) {
                begin[device] = earliestEnds[device] == NEVER ? 0 : Math.max(0, earliestEnds[device] - span);
            }
            for (int round = 0; round < begin.length; round++) {
                if (!raise(begin, lengths, span)) {
                    return begin;
                }
            }
            return new long[0];
        }

        private boolean raise(long[] begin, long[][] lengths, long span) {
            boolean raised = false;
            for (int from = 0; from < begin.length; from++) {
                for (int to = 0; to < begin.length; to++) {
                    if (lengths[from][to] != NEVER && begin[from] + lengths[from][to] - span > begin[to]) {
                        begin[to] = begin[from] + lengths[from][to] - span;
                        raised = true;
                    }
                }
            }
            return raised;
        }

        private Schedule toSchedule(long[] startsByPosition) {
            long[] starts = new long[schedule.size()];
            int[] modes = new int[schedule.size()];
            for (int op = 0; op < modes.length; op++) {
                modes[op] = schedule.mode(op);
            }
            for (int at = 0; at < ops.length; at++) {
                starts[ops[at]] = startsByPosition[at];
            }
            return new Schedule(starts, modes);
        }
    }
}

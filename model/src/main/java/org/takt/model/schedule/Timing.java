package org.takt.model.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * Times device orders: every op starts as early as its predecessors and the orders allow, which is how runtimes with
 * per-device op lists execute. Resources without an order serve ops in the order in which they become ready, ties by
 * op index. Memory is not looked at: for given orders earliest starts decide it, and the verifier checks it.
 *
 * <p>Built once per problem, used for many orders; immutable and safe for use by several threads. One timing takes
 * O(n log n) time for n ops and precedences.
 */
public final class Timing {
    private final Problem problem;
    private final int[] firstOut;
    private final int[] outPrecedence;

    /** Prepares timing for a problem. */
    public Timing(Problem problem) {
        this.problem = problem;
        int ops = problem.ops().size();
        List<Precedence> precedences = problem.precedences();
        firstOut = new int[ops + 1];
        for (Precedence precedence : precedences) {
            firstOut[precedence.before() + 1]++;
        }
        for (int op = 0; op < ops; op++) {
            firstOut[op + 1] += firstOut[op];
        }
        int[] next = Arrays.copyOf(firstOut, ops);
        outPrecedence = new int[precedences.size()];
        for (int index = 0; index < precedences.size(); index++) {
            outPrecedence[next[precedences.get(index).before()]++] = index;
        }
    }

    /** Returns the earliest starts under the orders, or the ops that wait for each other for ever. */
    public TimingResult earliest(DeviceOrders orders) {
        return new Run(orders).execute();
    }

    /** An op and the time from which nothing but unordered resources can delay it. */
    private record Ready(long time, int op) implements Comparable<Ready> {
        @Override
        public int compareTo(Ready other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Integer.compare(op, other.op);
        }
    }

    /**
     * One timing. Ops leave the queue in order of ready time, because whatever a leaving op makes ready is ready no
     * earlier than it; so unordered resources are served first come, first served.
     */
    private final class Run {
        private final DeviceOrders orders;
        private final int[] modes;
        private final int[] waitsFor;
        private final long[] ready;
        private final long[] starts;
        private final boolean[] timed;
        private final long[] resourceFree;
        private final int[] position;
        private final PriorityQueue<Ready> queue = new PriorityQueue<>();
        private final int[][] sequences;

        Run(DeviceOrders orders) {
            this.orders = orders;
            int ops = problem.ops().size();
            modes = new int[ops];
            waitsFor = new int[ops];
            ready = new long[ops];
            starts = new long[ops];
            timed = new boolean[ops];
            resourceFree = new long[problem.resources().size()];
            position = new int[problem.resources().size()];
            sequences = new int[problem.resources().size()][];
        }

        TimingResult execute() {
            countWaits();
            enqueueUnblocked();
            int remaining = presentOps();
            while (!queue.isEmpty()) {
                Ready next = queue.remove();
                start(next.op(), next.time());
                remaining--;
            }
            return remaining == 0 ? new TimingResult.Timed(new Schedule(starts, modes)) : deadlock();
        }

        private void countWaits() {
            for (int op = 0; op < modes.length; op++) {
                modes[op] = orders.mode(op);
            }
            for (Precedence precedence : problem.precedences()) {
                if (isPresent(precedence.before()) && isPresent(precedence.after())) {
                    waitsFor[precedence.after()]++;
                }
            }
            for (Map.Entry<Integer, List<Integer>> order : orders.orders().entrySet()) {
                int[] sequence =
                        order.getValue().stream().mapToInt(Integer::intValue).toArray();
                sequences[order.getKey()] = sequence;
                for (int index = 1; index < sequence.length; index++) {
                    waitsFor[sequence[index]]++;
                }
            }
        }

        private void enqueueUnblocked() {
            for (int op = 0; op < modes.length; op++) {
                if (isPresent(op) && waitsFor[op] == 0) {
                    queue.add(new Ready(0, op));
                }
            }
        }

        private int presentOps() {
            int present = 0;
            for (int mode : modes) {
                present += mode == Schedule.ABSENT ? 0 : 1;
            }
            return present;
        }

        private void start(int op, long readyTime) {
            Mode mode = problem.ops().get(op).modes().get(modes[op]);
            long start = readyTime;
            for (int resource : mode.resources()) {
                start = Math.max(start, resourceFree[resource]);
            }
            starts[op] = start;
            timed[op] = true;
            long end = start + mode.duration();
            for (int resource : mode.resources()) {
                resourceFree[resource] = end;
                unblockNextOn(resource, end);
            }
            for (int out = firstOut[op]; out < firstOut[op + 1]; out++) {
                Precedence precedence = problem.precedences().get(outPrecedence[out]);
                if (isPresent(precedence.after())) {
                    long lag = precedence.lag().between(modes[op], modes[precedence.after()]);
                    unblock(precedence.after(), end + lag);
                }
            }
        }

        private void unblockNextOn(int resource, long end) {
            int[] sequence = sequences[resource];
            if (sequence != null && ++position[resource] < sequence.length) {
                unblock(sequence[position[resource]], end);
            }
        }

        private void unblock(int op, long time) {
            ready[op] = Math.max(ready[op], time);
            if (--waitsFor[op] == 0) {
                queue.add(new Ready(ready[op], op));
            }
        }

        private boolean isPresent(int op) {
            return modes[op] != Schedule.ABSENT;
        }

        private TimingResult deadlock() {
            List<Integer> waiting = new ArrayList<>();
            for (int op = 0; op < modes.length; op++) {
                if (isPresent(op) && !timed[op]) {
                    waiting.add(op);
                }
            }
            return new TimingResult.Deadlock(waiting);
        }
    }
}

package org.takt.model.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.Schedule;

/**
 * The chain of ops that makes a schedule as long as it is, found backwards from the op that ends last: before each op
 * stands the one it waited for longest, a precedence before a resource where both end the wait at once. A schedule does not tell the order of ops of no duration at one instant; what waits for
 * their turn may seem delayed. O(n log n) for n
 * ops, precedences and buffers.
 *
 * @param steps the chain in order of time; empty for a schedule without ops
 */
public record CriticalPath(List<Step> steps) {
    public CriticalPath {
        steps = List.copyOf(steps);
    }

    /**
     * An op of the chain.
     *
     * @param op the op, by index
     * @param reason why it does not start earlier, as far as the step before tells
     * @param delay ticks that it starts later than the step before allows; 0 unless the schedule delays it
     */
    public record Step(int op, Reason reason, long delay) {}

    /** What ties an op to the step before it. */
    public enum Reason {
        /** Nothing: the chain begins here. */
        BEGIN("begins the critical path"),
        /** It needs what the step before produces. */
        PRECEDENCE("waits for its input"),
        /** The step before holds its device, stream or link. */
        RESOURCE("waits for its device or link"),
        /** The step before returns memory that it takes. */
        MEMORY("waits for memory");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** Returns what the op does, for a tooltip. */
        public String sentence() {
            return sentence;
        }
    }

    /** Returns the chain of a schedule that the verifier accepts. */
    public static CriticalPath of(Problem problem, Schedule schedule) {
        return new CriticalPath(new Search(problem, schedule).backwards());
    }

    /** Position 0 is the op that runs first; whatever an op waits for stands at a smaller position. */
    private static final class Search {
        private final Problem problem;
        private final Schedule schedule;
        private final List<Integer> order;
        private final int[] position;
        private final List<List<Precedence>> incoming;
        private final List<List<Integer>> previous;
        private final List<List<Integer>> takesOn;
        private final List<TreeMap<Long, Integer>> releases;

        Search(Problem problem, Schedule schedule) {
            this.problem = problem;
            this.schedule = schedule;
            order = new ExecutionOrder(problem).of(schedule);
            position = new int[schedule.size()];
            for (int index = 0; index < order.size(); index++) {
                position[order.get(index)] = index;
            }
            incoming = emptyLists(schedule.size());
            for (Precedence precedence : problem.precedences()) {
                if (schedule.isPresent(precedence.before()) && schedule.isPresent(precedence.after())) {
                    incoming.get(precedence.after()).add(precedence);
                }
            }
            previous = previousOnResources();
            takesOn = emptyLists(schedule.size());
            releases = new ArrayList<>();
            problem.devices().forEach(device -> releases.add(new TreeMap<>()));
            problem.buffers().forEach(this::addBuffer);
        }

        List<Step> backwards() {
            List<Step> steps = new ArrayList<>();
            int op = last();
            while (op >= 0) {
                Candidate candidate = latest(op);
                if (candidate.op < 0) {
                    steps.add(new Step(op, Reason.BEGIN, schedule.start(op)));
                } else {
                    steps.add(new Step(op, candidate.reason, schedule.start(op) - candidate.ready));
                }
                op = candidate.op;
            }
            Collections.reverse(steps);
            return steps;
        }

        /** Of the ops that return memory at one instant, the one that runs first is kept: it stands before all that wait. */
        private void addBuffer(Buffer buffer) {
            takesOn.get(buffer.takenAt()).add(buffer.device());
            for (int op : buffer.releasedBy()) {
                if (schedule.isPresent(op)) {
                    releases.get(buffer.device())
                            .merge(end(op), op, (one, other) -> position[one] <= position[other] ? one : other);
                }
            }
        }

        private record Candidate(int op, Reason reason, long ready) {}

        private Candidate latest(int op) {
            Candidate best = new Candidate(-1, Reason.BEGIN, Long.MIN_VALUE);
            if (schedule.start(op) == 0) {
                return best;
            }
            for (Precedence precedence : incoming.get(op)) {
                int before = precedence.before();
                long lag = precedence.lag().between(schedule.mode(before), schedule.mode(op));
                best = later(best, new Candidate(before, Reason.PRECEDENCE, end(before) + lag));
            }
            for (int before : previous.get(op)) {
                best = later(best, new Candidate(before, Reason.RESOURCE, end(before)));
            }
            return best.ready < schedule.start(op) ? later(best, memoryReturned(op)) : best;
        }

        private static Candidate later(Candidate best, Candidate other) {
            return other.ready > best.ready ? other : best;
        }

        /** Returns the last op, at or before the start of the given one, that returns memory on a device where that takes some. */
        private Candidate memoryReturned(int op) {
            Candidate best = new Candidate(-1, Reason.BEGIN, Long.MIN_VALUE);
            for (int device : takesOn.get(op)) {
                for (int release : releases.get(device)
                        .headMap(schedule.start(op), true)
                        .descendingMap()
                        .values()) {
                    if (position[release] < position[op]) {
                        best = later(best, new Candidate(release, Reason.MEMORY, end(release)));
                        break;
                    }
                }
            }
            return best;
        }

        private int last() {
            int last = -1;
            for (int op : order) {
                if (last < 0 || end(op) > end(last)) {
                    last = op;
                }
            }
            return last;
        }

        private List<List<Integer>> previousOnResources() {
            List<List<Integer>> result = emptyLists(schedule.size());
            int[] lastOn = new int[problem.resources().size()];
            Arrays.fill(lastOn, -1);
            for (int op : order) {
                for (int resource :
                        problem.ops().get(op).modes().get(schedule.mode(op)).resources()) {
                    if (lastOn[resource] >= 0) {
                        result.get(op).add(lastOn[resource]);
                    }
                    lastOn[resource] = op;
                }
            }
            return result;
        }

        private long end(int op) {
            return schedule.start(op)
                    + problem.ops().get(op).modes().get(schedule.mode(op)).duration();
        }

        private static <T> List<List<T>> emptyLists(int size) {
            List<List<T>> lists = new ArrayList<>(size);
            for (int index = 0; index < size; index++) {
                lists.add(new ArrayList<>(2));
            }
            return lists;
        }
    }
}

package org.takt.model.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * The order in which a schedule runs its ops: by start, then by end, then along the precedences. Of ops that hold a
 * resource together at one instant all but the last take no time, so in a schedule that keeps the precedences and the
 * resources every precedence and every resource goes forward in this order, ops of no duration included.
 *
 * <p>Built once per problem in O(n) time for n ops and precedences; immutable and safe for use by several threads.
 */
public final class ExecutionOrder {
    private final Problem problem;
    private final int[] rank;

    /** Prepares ordering the schedules of a problem. */
    public ExecutionOrder(Problem problem) {
        this.problem = problem;
        rank = topologicalRanks(problem);
    }

    /** Returns the present ops of a schedule, by index, in the order in which they run; O(n log n). */
    public List<Integer> of(Schedule schedule) {
        List<Integer> present = new ArrayList<>(schedule.size());
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op)) {
                present.add(op);
            }
        }
        present.sort(Comparator.<Integer>comparingLong(schedule::start)
                .thenComparingLong(op -> schedule.start(op)
                        + problem.ops().get(op).modes().get(schedule.mode(op)).duration())
                .thenComparingInt(op -> rank[op]));
        return present;
    }

    private static int[] topologicalRanks(Problem problem) {
        int[] waiting = new int[problem.ops().size()];
        List<List<Integer>> successors = new ArrayList<>();
        problem.ops().forEach(op -> successors.add(new ArrayList<>(3)));
        for (Precedence precedence : problem.precedences()) {
            successors.get(precedence.before()).add(precedence.after());
            waiting[precedence.after()]++;
        }
        ArrayDeque<Integer> ready = new ArrayDeque<>();
        for (int op = 0; op < waiting.length; op++) {
            if (waiting[op] == 0) {
                ready.add(op);
            }
        }
        int[] rank = new int[waiting.length];
        for (int position = 0; !ready.isEmpty(); position++) {
            int op = ready.remove();
            rank[op] = position;
            for (int next : successors.get(op)) {
                if (--waiting[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return rank;
    }
}

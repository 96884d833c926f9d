package org.takt.solver.cpsat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.symmetry.InterchangeableMicroBatches;

/**
 * An order of interchangeable micro-batches that some optimal schedule obeys.
 *
 * <p>Where all their ops are mandatory with one mode, every role is ordered: give the k-th micro-batch the k-th smallest
 * start of each role. Precedences survive, because sorting both sides of x ≤ y element by element keeps it; resources see
 * the same runs; and the k-th smallest of the latest ends of several releasing ops is at most the latest of their k-th
 * smallest ends only if all are sorted alike, which sorting achieves, so no buffer count ever rises: the number of
 * micro-batches that all their releasing ops have left is then the least of the numbers that each has left, and before
 * it was at most that. Otherwise micro-batches can only be swapped whole, and one mandatory role is ordered.
 */
final class MicroBatchOrder {
    private final Problem problem;
    private final InterchangeableMicroBatches.Group group;
    private final boolean everyRole;
    private final List<List<Integer>> chains = new ArrayList<>();

    MicroBatchOrder(
            Problem problem, InterchangeableMicroBatches.Group group, PresenceFacts facts, TimeWindows windows) {
        this.problem = problem;
        this.group = group;
        everyRole = group.ops().values().stream()
                .allMatch(ops -> isRigid(problem.ops().get(ops.get(0))));
        if (everyRole) {
            chains.addAll(group.ops().values());
        } else {
            group.ops().values().stream()
                    .filter(ops -> ops.stream().allMatch(facts::isCertain))
                    .min(Comparator.comparingLong(ops -> windows.earliestStart(ops.get(0))))
                    .ifPresent(chains::add);
        }
    }

    /** Returns whether every role is ordered. */
    boolean everyRole() {
        return everyRole;
    }

    /** Returns the ops that start one after the other or together, role by role, those of equal position being of one micro-batch. */
    List<List<Integer>> chains() {
        return chains;
    }

    /** Returns the schedule with the micro-batches renamed so that it obeys the order. */
    Schedule impose(Schedule schedule) {
        long[] starts = new long[schedule.size()];
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < starts.length; op++) {
            starts[op] = schedule.start(op);
            modes[op] = schedule.mode(op);
        }
        for (List<Integer> ops : group.ops().values()) {
            List<Integer> keys = everyRole || chains.isEmpty() ? ops : chains.get(0);
            List<Integer> positions = new ArrayList<>();
            for (int position = 0; position < ops.size(); position++) {
                positions.add(position);
            }
            if (!chains.isEmpty()) {
                positions.sort(Comparator.comparingLong(position -> schedule.start(keys.get(position))));
            }
            for (int position = 0; position < ops.size(); position++) {
                int from = ops.get(positions.get(position));
                starts[ops.get(position)] = schedule.start(from);
                modes[ops.get(position)] = schedule.mode(from);
            }
        }
        return new Schedule(starts, modes);
    }

    /** Returns whether the op's run excludes that of the others of its role: it has one mode, takes time and holds a resource. */
    boolean isExclusive(int op) {
        Op described = problem.ops().get(op);
        return described.modes().size() == 1
                && described.modes().get(0).duration() > 0
                && !described.modes().get(0).resources().isEmpty();
    }

    private static boolean isRigid(Op op) {
        return !op.optional() && op.modes().size() == 1;
    }
}

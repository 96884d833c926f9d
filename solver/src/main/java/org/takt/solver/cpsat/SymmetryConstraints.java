package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.symmetry.InterchangeableMicroBatches;

/**
 * Keeps one of the many schedules that differ in the names of interchangeable micro-batches or in a common delay: the
 * micro-batches run in order, and where one op is certain to be the first, it starts at 0.
 */
final class SymmetryConstraints {
    private final Problem problem;
    private final List<MicroBatchOrder> orders = new ArrayList<>();
    private int first = -1;

    SymmetryConstraints(Problem problem, PresenceFacts facts, LongestPaths paths, TimeWindows windows) {
        this.problem = problem;
        for (InterchangeableMicroBatches.Group group : InterchangeableMicroBatches.find(problem)) {
            orders.add(new MicroBatchOrder(problem, group, facts, windows));
        }
        first = firstOp(facts, paths);
    }

    /** Returns the orders of interchangeable micro-batches. */
    List<MicroBatchOrder> orders() {
        return orders;
    }

    /** Adds the constraints. */
    void add(CpModel model, Variables variables) {
        for (MicroBatchOrder order : orders) {
            for (List<Integer> chain : order.chains()) {
                for (int position = 1; position < chain.size(); position++) {
                    OpVariables before = variables.op(chain.get(position - 1));
                    OpVariables after = variables.op(chain.get(position));
                    model.addGreaterOrEqual(
                            after.start(), order.isExclusive(chain.get(position)) ? before.end() : before.start());
                }
            }
        }
        if (first >= 0) {
            model.addEquality(variables.op(first).start(), 0);
        }
    }

    /** Returns an equivalent schedule, no worse, that obeys the constraints. */
    Schedule impose(Schedule schedule) {
        Schedule ordered = schedule;
        for (MicroBatchOrder order : orders) {
            ordered = order.impose(ordered);
        }
        return first >= 0 ? withoutCommonDelay(ordered) : ordered;
    }

    /** An op with a predecessor is not the first, so the first is among those without; ordered, it is their first. */
    private int firstOp(PresenceFacts facts, LongestPaths paths) {
        BitSet roots = new BitSet();
        for (int op = 0; op < problem.ops().size(); op++) {
            roots.set(op, !paths.hasPredecessor(op));
        }
        int only = roots.nextSetBit(0);
        if (roots.cardinality() == 1 && facts.isCertain(only)) {
            return only;
        }
        for (MicroBatchOrder order : orders) {
            for (List<Integer> chain : order.chains()) {
                if (chain.size() == roots.cardinality() && chain.stream().allMatch(roots::get)) {
                    return chain.get(0);
                }
            }
        }
        return -1;
    }

    private Schedule withoutCommonDelay(Schedule schedule) {
        long delay = Long.MAX_VALUE;
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op)) {
                delay = Math.min(delay, schedule.start(op));
            }
        }
        long[] starts = new long[schedule.size()];
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < starts.length; op++) {
            starts[op] = schedule.start(op) - delay;
            modes[op] = schedule.mode(op);
        }
        return new Schedule(starts, modes);
    }
}

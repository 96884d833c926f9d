package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches;

/**
 * A problem as a row of equal units. A unit is the smallest set of micro-batches that all others repeat: one micro-batch,
 * or one of each direction, or of each length in turn. The ops of one role of one class of micro-batches form a lane.
 * Ops of no micro-batch, such as optimizer steps, stand outside the row.
 */
public final class UnitRow {
    private final Problem problem;
    private final int units;
    private final List<int[]> lanes;
    private final int[] outside;

    private UnitRow(Problem problem, int units, List<int[]> lanes) {
        this.problem = problem;
        this.units = units;
        this.lanes = lanes;
        BitSet inside = new BitSet();
        lanes.forEach(lane -> Arrays.stream(lane).forEach(inside::set));
        int[] others = new int[problem.ops().size() - inside.cardinality()];
        int op = -1;
        for (int index = 0; index < others.length; index++) {
            op = inside.nextClearBit(op + 1);
            others[index] = op;
        }
        outside = others;
    }

    /** Returns a problem's row, or nothing where fewer than two units are alike. O(size of the problem) time. */
    public static Optional<UnitRow> of(Problem problem) {
        List<InterchangeableMicroBatches.Group> groups = InterchangeableMicroBatches.find(problem);
        int units = 0;
        for (InterchangeableMicroBatches.Group group : groups) {
            units = commonDivisor(group.size(), units);
        }
        if (units < 2) {
            return Optional.empty();
        }
        List<int[]> lanes = new ArrayList<>();
        for (InterchangeableMicroBatches.Group group : groups) {
            group.ops()
                    .values()
                    .forEach(ops ->
                            lanes.add(ops.stream().mapToInt(Integer::intValue).toArray()));
        }
        return Optional.of(new UnitRow(problem, units, lanes));
    }

    /**
     * Returns the row of the first units alone, with the same lanes and the same ops outside.
     *
     * @param shorter at least 1, at most {@link #units()}
     */
    public UnitRow first(int shorter) {
        BitSet kept = new BitSet();
        kept.set(0, problem.ops().size());
        for (int[] lane : lanes) {
            for (int rank = shorter * perUnit(lane); rank < lane.length; rank++) {
                kept.clear(lane[rank]);
            }
        }
        SubProblem part = new SubProblem(problem, kept);
        List<int[]> shorterLanes = lanes.stream()
                .map(lane -> Arrays.stream(lane, 0, shorter * perUnit(lane))
                        .map(part::indexOf)
                        .toArray())
                .toList();
        return new UnitRow(part.problem(), shorter, shorterLanes);
    }

    /** Returns the problem whose row it is. */
    public Problem problem() {
        return problem;
    }

    /** Returns how many units there are. */
    public int units() {
        return units;
    }

    /** Returns the ops of each lane in order; the same number of each lane belong to every unit. Not to be changed. */
    List<int[]> lanes() {
        return lanes;
    }

    /** Returns the ops of no unit, in order. Not to be changed. */
    int[] outside() {
        return outside;
    }

    /** Returns how many ops of the lane belong to each unit. */
    int perUnit(int[] lane) {
        return lane.length / units;
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}

package org.takt.solver.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * Builds one random problem of two or three micro-batches that compete for the memory of one device. Each has a forward
 * that takes memory and, some time later, a backward that returns part or all of it; then one variation: the
 * backward on a copy engine or on nothing, optional, with a fused alternative, or behind an optional op; a weight
 * gradient that returns the rest; an op on another device at either end.
 */
final class TightProblem {
    private final Random random;
    private final List<Op> ops = new ArrayList<>();
    private final List<Precedence> precedences = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<PresenceRule> rules = new ArrayList<>();

    TightProblem(Random random) {
        this.random = random;
    }

    Problem build() {
        int microBatches = 2 + random.nextInt(2);
        long kept = random.nextInt(3);
        long returned = 1 + random.nextInt(2);
        long capacity = (kept + returned) * (1 + random.nextInt(2)) + random.nextInt(2);
        addMicroBatches(microBatches, returned, kept);
        List<Device> devices =
                List.of(new Device("d0", 0, OptionalLong.of(capacity)), new Device("d1", 0, OptionalLong.empty()));
        List<Resource> resources = List.of(
                new Resource("compute 0", ResourceKind.COMPUTE, List.of(0)),
                new Resource("compute 1", ResourceKind.COMPUTE, List.of(1)),
                new Resource("copy engine", ResourceKind.COPY_OUT, List.of(0)));
        Problem problem = new Problem(devices, resources, ops, precedences, buffers, rules, Objective.MAKESPAN);
        return problem.withObjective(RandomProblems.objective(random, problem.horizon()));
    }

    /** All micro-batches get the same numbers, drawn anew from the same seed. */
    private void addMicroBatches(int count, long returned, long kept) {
        long shape = random.nextLong();
        for (int microBatch = 0; microBatch < count; microBatch++) {
            addMicroBatch(microBatch, returned, kept, new Random(shape));
        }
    }

    private void addMicroBatch(int microBatch, long returned, long kept, Random shape) {
        List<Integer> where =
                List.of(List.of(0), List.of(0), List.of(2), List.<Integer>of()).get(shape.nextInt(4));
        boolean optional = shape.nextInt(6) == 0;
        boolean hasWeight = shape.nextInt(3) > 0;
        int forward = op(OpKind.F, microBatch, false, shape.nextInt(3), List.of(0));
        if (shape.nextInt(3) == 0) {
            precede(op(OpKind.SEND_F, microBatch, false, shape.nextInt(6), List.of(1)), forward, 0);
        }
        boolean alternative = hasWeight && shape.nextInt(4) == 0;
        int backward =
                op(alternative ? OpKind.I : OpKind.B, microBatch, optional || alternative, shape.nextInt(3), where);
        int wait = shape.nextInt(7);
        if (shape.nextInt(6) == 0) {
            int between = op(OpKind.R, microBatch, true, shape.nextInt(2), List.of());
            precede(forward, between, wait);
            precede(between, backward, 0);
        } else {
            precede(forward, backward, wait);
        }
        List<Integer> returners = new ArrayList<>(List.of(backward));
        List<Integer> keepers = new ArrayList<>();
        if (hasWeight) {
            int weight = op(OpKind.W, microBatch, alternative, shape.nextInt(3), List.of(0));
            precede(backward, weight, 0);
            keepers.add(weight);
            if (alternative) {
                int full = op(OpKind.B, microBatch, true, shape.nextInt(4), where);
                precede(forward, full, wait);
                returners.add(full);
                keepers.add(full);
                rules.add(new PresenceRule.ExactlyOne(List.of(backward, full)));
                rules.add(new PresenceRule.Implies(backward, weight));
            }
        }
        if (shape.nextInt(3) == 0) {
            precede(forward, op(OpKind.SEND_B, microBatch, false, shape.nextInt(8), List.of(1)), 0);
        }
        buffers.add(new Buffer(0, returned, forward, returners));
        if (kept > 0 && (hasWeight || shape.nextInt(4) == 0)) {
            buffers.add(new Buffer(0, kept, forward, keepers));
        }
    }

    private int op(OpKind kind, int microBatch, boolean optional, long duration, List<Integer> resources) {
        ops.add(new Op(kind, 0, 0, microBatch, 0, optional, List.of(new Mode(duration, resources))));
        return ops.size() - 1;
    }

    private void precede(int before, int after, long lag) {
        precedences.add(new Precedence(before, after, Lag.of(lag)));
    }
}

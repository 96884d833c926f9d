package org.takt.solver.baseline;

import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

/**
 * DAPPLE's early backward scheduling (arXiv 2007.01045): stage s of P lets K micro-batches in, then runs one
 * backward and one forward in turn, then the remaining backwards. Policy A takes K = min(P − s, D), for communication
 * that is negligible; policy B takes K = min(2·(P − s) − 1, D), for communication that is not. D is the number of
 * micro-batches that fit into memory. A full backward is used where the problem offers it; where it offers only the
 * split, input and weight gradient run one after the other.
 *
 * <p>Where D does not bind, policy A is {@link OneForwardOneBackward} and B {@link EagerOneForwardOneBackward}, with
 * their idle times, and stage s holds min(m, K) activations. Where D binds, idle time grows.
 *
 * <p>The paper has one D for all devices. Here D of a stage is the least one up to that stage, since a stage that let in
 * more micro-batches than an earlier one would wait for ever. D counts the largest activation on a device and sets
 * aside what the largest backward needs.
 */
public final class Dapple implements ScheduleFamily {
    /** Policy A, for negligible communication. */
    public static final Dapple POLICY_A = new Dapple("DAPPLE A", 1);

    /** Policy B, for noticeable communication. */
    public static final Dapple POLICY_B = new Dapple("DAPPLE B", 2);

    private final String name;
    private final int perStage;

    private Dapple(String name, int perStage) {
        this.name = name;
        this.perStage = perStage;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice() || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply(name + " needs one pipeline with backwards and one stage on each device.");
        }
        long[] taken = memoryTakenBy(shape.problem());
        int[] warmUps = new int[shape.stages()];
        int fitting = shape.microBatches();
        for (int stage = 0; stage < warmUps.length; stage++) {
            fitting = Math.min(fitting, fitting(shape, stage, taken));
            if (fitting < 1) {
                return new Outcome.DoesNotApply(
                        name + " needs room for one micro-batch on every device, but the device of stage " + stage
                                + " has none.");
            }
            warmUps[stage] = Math.min(perStage * (shape.stages() - 1 - stage), fitting - 1);
        }
        return new Outcome.Applies(OneForwardOneBackward.withWarmUp(shape, stage -> warmUps[stage]));
    }

    /** Returns the memory that each op takes when it starts. */
    private static long[] memoryTakenBy(Problem problem) {
        long[] taken = new long[problem.ops().size()];
        for (Buffer buffer : problem.buffers()) {
            taken[buffer.takenAt()] += buffer.size();
        }
        return taken;
    }

    /** Returns how many micro-batches the device of a stage has room for, at most all of them. */
    private static int fitting(PipelineShape shape, int stage, long[] taken) {
        Problem problem = shape.problem();
        int compute = shape.computeOf(0, stage);
        Device device =
                problem.devices().get(problem.resources().get(compute).devices().get(0));
        if (device.memoryLimit().isEmpty()) {
            return shape.microBatches();
        }
        long activation = 0;
        long backward = 0;
        for (int microBatch = 0; microBatch < shape.microBatches(); microBatch++) {
            activation = Math.max(activation, taken[shape.op(OpKind.F, 0, stage, microBatch)]);
            backward = Math.max(backward, taken[shape.op(backwardKind(shape), 0, stage, microBatch)]);
        }
        long room = device.bufferCapacity() - backward;
        long fitting = activation == 0 ? Long.MAX_VALUE : room / activation;
        return room < 0 ? 0 : (int) Math.min(fitting, shape.microBatches());
    }

    private static OpKind backwardKind(PipelineShape shape) {
        return shape.canFuse() ? OpKind.B : OpKind.I;
    }
}

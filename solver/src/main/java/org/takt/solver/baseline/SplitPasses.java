package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/**
 * What the forwards, input and weight gradients of a pipeline cost when every backward is split: time, what each waits
 * for, and the memory it takes at its start and returns at its end. Transfers count as waiting time and never queue.
 * Immutable.
 */
final class SplitPasses {
    private final PipelineShape shape;
    private final List<List<Need>> needs = new ArrayList<>();
    private final long[] taken;
    private final long[] released;

    /**
     * What an op waits for.
     *
     * @param op the earlier op
     * @param delay ticks from its end
     */
    record Need(int op, long delay) {}

    SplitPasses(PipelineShape shape) {
        this.shape = shape;
        int ops = shape.problem().ops().size();
        taken = new long[ops];
        released = new long[ops];
        readNeeds();
        shape.problem().buffers().forEach(this::readBuffer);
    }

    private void readNeeds() {
        Problem problem = shape.problem();
        problem.ops().forEach(op -> needs.add(new ArrayList<>(2)));
        List<List<Need>> arrivals = new ArrayList<>();
        problem.ops().forEach(op -> arrivals.add(new ArrayList<>(1)));
        for (Precedence precedence : problem.precedences()) {
            long lag = precedence.lag().between(0, 0);
            Op before = problem.ops().get(precedence.before());
            Op after = problem.ops().get(precedence.after());
            if (after.kind().isTransfer()) {
                long transfer = lag + after.modes().get(0).duration();
                arrivals.get(precedence.after()).add(new Need(precedence.before(), transfer));
            } else if (isPass(before) && isPass(after)) {
                needs.get(precedence.after()).add(new Need(precedence.before(), lag));
            }
        }
        for (Precedence precedence : problem.precedences()) {
            long lag = precedence.lag().between(0, 0);
            boolean fromTransfer = problem.ops().get(precedence.before()).kind().isTransfer();
            if (fromTransfer && isPass(problem.ops().get(precedence.after()))) {
                for (Need arrival : arrivals.get(precedence.before())) {
                    if (isPass(problem.ops().get(arrival.op()))) {
                        needs.get(precedence.after()).add(new Need(arrival.op(), arrival.delay() + lag));
                    }
                }
            }
        }
    }

    private static boolean isPass(Op op) {
        return op.kind() == OpKind.F || op.kind() == OpKind.I || op.kind() == OpKind.W;
    }

    private void readBuffer(Buffer buffer) {
        if (!isPresent(buffer.takenAt())
                || buffer.conditions().stream().map(Condition::op).anyMatch(op -> !isPresent(op))) {
            return;
        }
        taken[buffer.takenAt()] += buffer.size();
        OpKind last = OpKind.F;
        int releasing = -1;
        for (int op : buffer.releasedBy()) {
            OpKind kind = shape.problem().ops().get(op).kind();
            if (isPresent(op) && (releasing < 0 || kind.compareTo(last) > 0)) {
                last = kind;
                releasing = op;
            }
        }
        if (releasing >= 0) {
            released[releasing] += buffer.size();
        }
    }

    private boolean isPresent(int op) {
        return isPass(shape.problem().ops().get(op));
    }

    PipelineShape shape() {
        return shape;
    }

    /** Returns the duration of an op, ticks. */
    long duration(int op) {
        return shape.problem().ops().get(op).modes().get(0).duration();
    }

    /** Returns the passes an op waits for. */
    List<Need> needs(int op) {
        return needs.get(op);
    }

    /** Returns the longest time between the end of a pass that an op waits for and its start. */
    long longestDelay(int op) {
        return needs.get(op).stream().mapToLong(Need::delay).max().orElse(0);
    }

    /** Returns the memory an op takes at its start. */
    long taken(int op) {
        return taken[op];
    }

    /** Returns the memory an op returns at its end. */
    long released(int op) {
        return released[op];
    }

    /** Returns the number of devices. */
    int devices() {
        return shape.problem().devices().size();
    }

    /** Returns the device of a stage. */
    int deviceOf(int stage) {
        return shape.problem()
                .resources()
                .get(shape.computeOf(0, stage))
                .devices()
                .get(0);
    }

    /** Returns the memory for activations on a device: its limit less its constant part, without end where unlimited. */
    long capacity(int device) {
        return shape.problem().devices().get(device).bufferCapacity();
    }

    /** Returns {@link #capacity} for every device. */
    long[] capacities() {
        return IntStream.range(0, devices()).mapToLong(this::capacity).toArray();
    }
}

package org.takt.solver.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.schedule.DeviceOrders;

/**
 * The time, memory and idle time of every device while a greedy rule places one pass after another, each as early as
 * the device and what the pass waits for allow. Stages run each kind in micro-batch order.
 */
final class PassClock {
    private final SplitPasses passes;
    private final PipelineShape shape;
    private final OrderSheet sheet;
    private final long[] capacity;
    private final long[] now;
    private final long[] memory;
    private final long[] idle;
    private final long[] firstStart;
    private final long[] end;
    private final boolean[] placed;
    private final int[] forwards;
    private final int[] inputGradients;
    private final List<Queue<Pending>> pendingWeights = new ArrayList<>();

    private record Pending(int stage, int microBatch) {}

    /**
     * Starts with nothing placed.
     *
     * @param capacity the memory for activations on each device
     */
    PassClock(SplitPasses passes, long[] capacity) {
        this.passes = passes;
        this.capacity = capacity.clone();
        shape = passes.shape();
        sheet = new OrderSheet(shape);
        now = new long[passes.devices()];
        memory = new long[passes.devices()];
        idle = new long[passes.devices()];
        firstStart = new long[passes.devices()];
        Arrays.fill(firstStart, -1);
        end = new long[shape.problem().ops().size()];
        placed = new boolean[end.length];
        forwards = new int[shape.stages()];
        inputGradients = new int[shape.stages()];
        for (int device = 0; device < passes.devices(); device++) {
            pendingWeights.add(new ArrayDeque<>());
        }
    }

    /** Returns the end of the last pass of a device. */
    long now(int device) {
        return now[device];
    }

    private long largestIdle() {
        return Arrays.stream(idle).max().orElse(0);
    }

    /** Returns the number of forwards a stage has run. */
    int forwards(int stage) {
        return forwards[stage];
    }

    /** Returns the number of input gradients a stage has run. */
    int inputGradients(int stage) {
        return inputGradients[stage];
    }

    /** Returns whether a stage has forwards left. */
    boolean hasForward(int stage) {
        return forwards[stage] < shape.microBatches();
    }

    /** Returns the next forward of a stage. */
    int nextForward(int stage) {
        return shape.op(OpKind.F, 0, stage, forwards[stage]);
    }

    /** Returns the next input gradient of a stage. */
    int nextInputGradient(int stage) {
        return shape.op(OpKind.I, 0, stage, inputGradients[stage]);
    }

    /** Returns whether a device has run an input gradient without its weight gradient. */
    boolean hasPendingWeight(int device) {
        return !pendingWeights.get(device).isEmpty();
    }

    /** Returns the next weight gradient of a device that has one: those whose input gradients ran first go first. */
    int nextWeight(int device) {
        return weightOf(pendingWeights.get(device).element());
    }

    private int weightOf(Pending pending) {
        return shape.op(OpKind.W, 0, pending.stage(), pending.microBatch());
    }

    /** Returns the time all pending weight gradients of a device take together. */
    long pendingTime(int device) {
        return pendingWeights.get(device).stream()
                .mapToLong(pending -> passes.duration(weightOf(pending)))
                .sum();
    }

    /** Returns the memory for activations on a device. */
    long capacity(int device) {
        return capacity[device];
    }

    /** Returns the memory a device holds beside its constant part. */
    long memory(int device) {
        return memory[device];
    }

    /** Returns whether everything a pass waits for has been placed. */
    boolean isReady(int op) {
        return passes.needs(op).stream().allMatch(need -> placed[need.op()]);
    }

    /** Returns the earliest start of a ready pass as far as what it waits for goes. */
    long arrival(int op) {
        long arrival = 0;
        for (SplitPasses.Need need : passes.needs(op)) {
            arrival = Math.max(arrival, end[need.op()] + need.delay());
        }
        return arrival;
    }

    /** Returns whether a device has room for the memory of one of its passes. */
    boolean fits(int device, int op) {
        return memory[device] + passes.taken(op) <= capacity[device];
    }

    /** Places the next forward of a stage. */
    void forward(int stage) {
        sheet.forward(0, stage, forwards[stage]);
        place(passes.deviceOf(stage), nextForward(stage));
        forwards[stage]++;
    }

    /** Places the next input gradient of a stage. */
    void inputGradient(int stage) {
        int device = passes.deviceOf(stage);
        sheet.inputGradient(0, stage, inputGradients[stage]);
        place(device, nextInputGradient(stage));
        pendingWeights.get(device).add(new Pending(stage, inputGradients[stage]));
        inputGradients[stage]++;
    }

    /** Places the next weight gradient of a device that has one. */
    void weight(int device) {
        Pending pending = pendingWeights.get(device).remove();
        sheet.weightGradient(0, pending.stage(), pending.microBatch());
        place(device, weightOf(pending));
    }

    /** Places the next weight gradient of a stage that has one. */
    void weightOfStage(int stage) {
        int device = passes.deviceOf(stage);
        Pending pending = pendingWeights.get(device).stream()
                .filter(candidate -> candidate.stage() == stage)
                .findFirst()
                .orElseThrow();
        pendingWeights.get(device).remove(pending);
        sheet.weightGradient(0, stage, pending.microBatch());
        place(device, weightOf(pending));
    }

    /** Places weight gradients until a pass fits or none is left; returns whether it fits. */
    boolean makeRoom(int device, int op) {
        while (!fits(device, op) && hasPendingWeight(device)) {
            weight(device);
        }
        return fits(device, op);
    }

    /** Places weight gradients in the gap before a ready pass as long as they suit it. */
    void fillGap(int device, int op, boolean late) {
        while (hasPendingWeight(device) && weightSuits(device, arrival(op) - now[device], late)) {
            weight(device);
        }
    }

    /**
     * Returns whether the next weight gradient of a device that has one suits a gap before a pass.
     *
     * @param gap ticks, or {@link Long#MAX_VALUE} if it has no known end
     * @param late whether one that ends after the gap suits too, if the gap would make the device the one with the most idle
     *     time
     */
    boolean weightSuits(int device, long gap, boolean late) {
        return gap > 0 && (gap >= passes.duration(nextWeight(device)) || (late && gap > largestIdle() - idle[device]));
    }

    /** Places the weight gradients still missing. */
    void remainingWeights() {
        for (int device = 0; device < now.length; device++) {
            while (hasPendingWeight(device)) {
                weight(device);
            }
        }
    }

    private void place(int device, int op) {
        long start = Math.max(now[device], arrival(op));
        if (firstStart[device] < 0) {
            firstStart[device] = start;
        } else {
            idle[device] += start - now[device];
        }
        now[device] = start + passes.duration(op);
        end[op] = now[device];
        placed[op] = true;
        memory[device] += passes.taken(op) - passes.released(op);
    }

    /** Returns the largest device span where that is the objective, else the makespan, of the passes placed so far. */
    long cost(Objective objective) {
        boolean span = objective instanceof Objective.MaxDeviceSpan;
        long cost = 0;
        for (int device = 0; device < now.length; device++) {
            cost = Math.max(cost, span ? now[device] - firstStart[device] : now[device]);
        }
        return cost;
    }

    /** Returns the orders, once everything is placed. */
    DeviceOrders toOrders() {
        return sheet.toOrders();
    }
}

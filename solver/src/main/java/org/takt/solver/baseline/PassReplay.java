package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.schedule.DeviceOrders;

/**
 * Forwards and input gradients of a V in a given order on every device, replayed with the true times and memory: weight
 * gradients go where the times leave gaps or memory is needed, the missing ones at the end. While a device waits for its
 * next pass, a later one may overtake it as the rules say.
 */
final class PassReplay {
    private final SplitPasses passes;
    private final PipelineShape shape;
    private final PassClock clock;
    private final Rules rules;
    private final List<List<Step>> left;
    private final boolean[] pastWarmUp;
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>();

    /**
     * A forward or input gradient; a stage runs each kind in micro-batch order.
     *
     * @param stage its stage
     * @param forward whether it is a forward
     */
    record Step(int stage, boolean forward) {}

    /**
     * Which passes may overtake a device's next one while it waits.
     *
     * @param forwardsAhead whether, before the first input gradient of its down stage, a forward that ends in time and leaves
     *     room in memory for the forwards it overtakes
     * @param inputsAhead whether an input gradient, while it waits for a forward
     */
    record Rules(boolean forwardsAhead, boolean inputsAhead) {}

    /** A time at which a device may have something to run. */
    private record Wake(long time, int device) implements Comparable<Wake> {
        @Override
        public int compareTo(Wake other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Integer.compare(device, other.device);
        }
    }

    /**
     * Prepares a replay.
     *
     * @param orders orders of all devices, whose weight gradients do not count
     */
    PassReplay(SplitPasses passes, DeviceOrders orders, Rules rules) {
        this.passes = passes;
        this.rules = rules;
        shape = passes.shape();
        clock = new PassClock(passes, passes.capacities());
        left = new ArrayList<>();
        pastWarmUp = new boolean[passes.devices()];
        for (int device = 0; device < passes.devices(); device++) {
            left.add(new ArrayList<>());
            wakes.add(new Wake(0, device));
        }
        for (int stage = 0; stage < shape.stages() / 2; stage++) {
            for (int op : orders.orders().getOrDefault(shape.computeOf(0, stage), List.of())) {
                Op pass = shape.problem().ops().get(op);
                if (pass.kind() != OpKind.W) {
                    left.get(passes.deviceOf(stage)).add(new Step(pass.stage(), pass.kind() == OpKind.F));
                }
            }
        }
    }

    /** Places everything and returns whether it fits the memory. */
    boolean place() {
        while (!wakes.isEmpty()) {
            Wake wake = wakes.remove();
            boolean idle = clock.now(wake.device()) <= wake.time();
            if (idle && !left.get(wake.device()).isEmpty() && !act(wake.device(), wake.time())) {
                return false;
            }
        }
        clock.remainingWeights();
        return left.stream().allMatch(List::isEmpty);
    }

    /** Starts at most one pass on an idle device; returns false if its next pass will never fit. */
    private boolean act(int device, long time) {
        Step step = left.get(device).get(0);
        int op = opOf(step);
        boolean ready = clock.isReady(op);
        long gap = ready ? clock.arrival(op) - time : Long.MAX_VALUE;
        if (gap <= 0) {
            if (clock.fits(device, op)) {
                run(device, 0);
            } else if (clock.hasPendingWeight(device)) {
                weight(device);
            } else {
                return false;
            }
        } else if (!forwardAhead(device, time, gap)
                && !inputAhead(device, time)
                && clock.hasPendingWeight(device)
                && clock.weightSuits(device, gap, true)) {
            weight(device);
        }
        return true;
    }

    private boolean forwardAhead(int device, long time, long gap) {
        if (!rules.forwardsAhead() || pastWarmUp[device]) {
            return false;
        }
        List<Step> steps = left.get(device);
        Set<Integer> seen = new HashSet<>();
        long room = clock.capacity(device) - clock.memory(device);
        for (int index = 0; index < steps.size() && room > 0; index++) {
            Step step = steps.get(index);
            if (step.forward()) {
                int op = opOf(step);
                if (seen.add(step.stage())
                        && passes.duration(op) <= gap
                        && passes.taken(op) <= room
                        && isThere(op, time)) {
                    run(device, index);
                    return true;
                }
                room -= passes.taken(op);
            }
        }
        return false;
    }

    private boolean inputAhead(int device, long time) {
        List<Step> steps = left.get(device);
        if (!rules.inputsAhead() || !steps.get(0).forward()) {
            return false;
        }
        Set<Integer> seen = new HashSet<>();
        for (int index = 1; index < steps.size() && seen.size() < 2; index++) {
            Step step = steps.get(index);
            if (!step.forward() && seen.add(step.stage())) {
                int op = opOf(step);
                if (isThere(op, time) && clock.fits(device, op)) {
                    run(device, index);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isThere(int op, long time) {
        return clock.isReady(op) && clock.arrival(op) <= time;
    }

    private int opOf(Step step) {
        return step.forward() ? clock.nextForward(step.stage()) : clock.nextInputGradient(step.stage());
    }

    private void run(int device, int index) {
        Step step = left.get(device).remove(index);
        int stage = step.stage();
        if (step.forward()) {
            int microBatch = clock.forwards(stage);
            clock.forward(stage);
            wakeFor(OpKind.F, stage + 1, microBatch, clock.now(device));
        } else {
            int microBatch = clock.inputGradients(stage);
            clock.inputGradient(stage);
            pastWarmUp[device] |= stage < shape.stages() / 2;
            wakeFor(OpKind.I, stage - 1, microBatch, clock.now(device));
        }
        wakes.add(new Wake(clock.now(device), device));
    }

    private void weight(int device) {
        clock.weight(device);
        wakes.add(new Wake(clock.now(device), device));
    }

    private void wakeFor(OpKind kind, int stage, int microBatch, long end) {
        if (stage >= 0 && stage < shape.stages()) {
            long delay = passes.longestDelay(shape.op(kind, 0, stage, microBatch));
            wakes.add(new Wake(end + delay, passes.deviceOf(stage)));
        }
    }

    /** Returns the times and orders of everything placed. */
    PassClock clock() {
        return clock;
    }
}

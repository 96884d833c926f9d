package org.takt.solver.baseline;

import org.takt.model.problem.OpKind;

/** One run of {@link ZeroBubbleAutomatic}'s rule under one setting of its switches. */
final class ZeroBubbleRun {
    private final SplitPasses passes;
    private final PassClock clock;
    private final Switches switches;
    private final int stages;
    private final int microBatches;

    /**
     * What the rule leaves open.
     *
     * @param memoryOfZbH2 whether a stage holds at most twice as many forwards as there are stages, as ZB-H2 does, where
     *     its memory allows more
     * @param delayFirstBackward whether one forward more than ends before the first input gradient can start runs before it
     * @param skipForwards whether a stage that is at least two forwards ahead of the next one skips one where weight
     *     gradients fill the gap instead
     * @param fillSmallGaps whether a weight gradient longer than the gap before a pass runs there if that gap would make the
     *     stage the one with the most idle time
     * @param inputFirst whether an input gradient runs first where the forward arrives later than it can start
     */
    record Switches(
            boolean memoryOfZbH2,
            boolean delayFirstBackward,
            boolean skipForwards,
            boolean fillSmallGaps,
            boolean inputFirst) {}

    ZeroBubbleRun(SplitPasses passes, Switches switches) {
        this.passes = passes;
        this.switches = switches;
        stages = passes.shape().stages();
        clock = new PassClock(passes, capacities());
        microBatches = passes.shape().microBatches();
    }

    private long[] capacities() {
        long[] capacities = new long[passes.devices()];
        for (int stage = 0; stage < stages; stage++) {
            int device = passes.deviceOf(stage);
            long memoryOfZbH2 = 2L * stages * passes.taken(passes.shape().op(OpKind.F, 0, stage, 0));
            capacities[device] =
                    switches.memoryOfZbH2() ? Math.min(passes.capacity(device), memoryOfZbH2) : passes.capacity(device);
        }
        return capacities;
    }

    /** Places everything and returns whether it fits the memory. */
    boolean place() {
        if (!warmUp()) {
            return false;
        }
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            for (int stage = stages - 1; stage >= 0; stage--) {
                if ((microBatch > 0 && !forward(stage, microBatch)) || !inputGradient(stage)) {
                    return false;
                }
            }
        }
        clock.remainingWeights();
        return true;
    }

    /** Returns the times and orders of everything placed. */
    PassClock clock() {
        return clock;
    }

    private boolean warmUp() {
        for (int stage = 0; stage < stages; stage++) {
            if (!clock.fits(passes.deviceOf(stage), clock.nextForward(stage))) {
                return false;
            }
            clock.forward(stage);
        }
        int[] extra = extraForwards();
        for (int stage = 0; stage < stages; stage++) {
            for (int count = 0; count < extra[stage]; count++) {
                clock.forward(stage);
            }
        }
        return true;
    }

    private int[] extraForwards() {
        int[] extra = new int[stages];
        long backward = 0;
        for (int stage = stages - 1; stage >= 0; stage--) {
            int device = passes.deviceOf(stage);
            int input = clock.nextInputGradient(stage);
            long arrival = stage == stages - 1 ? clock.now(device) : backward + passes.longestDelay(input);
            long time = clock.now(device);
            long memory = clock.memory(device);
            while (extra[stage] < microBatches - 1) {
                int op = passes.shape().op(OpKind.F, 0, stage, 1 + extra[stage]);
                long next = time + passes.duration(op);
                boolean late = switches.delayFirstBackward() ? time >= arrival : next > arrival;
                if (late || memory + passes.taken(op) > clock.capacity(device)) {
                    break;
                }
                memory += passes.taken(op) - passes.released(op);
                time = next;
                extra[stage]++;
            }
            backward = Math.max(time, arrival) + passes.duration(input);
        }
        keepEachStageAheadOfTheNext(extra);
        return extra;
    }

    private void keepEachStageAheadOfTheNext(int[] extra) {
        for (int stage = 1; stage < stages; stage++) {
            if (extra[stage - 1] < microBatches - 1) {
                extra[stage] = Math.max(0, Math.min(extra[stage], extra[stage - 1] - 1));
            }
        }
    }

    /** Places a stage's next forward before its input gradient of a micro-batch if the rule says so; returns false if one that must run does not fit. */
    private boolean forward(int stage, int microBatch) {
        if (!clock.hasForward(stage)) {
            return true;
        }
        boolean needed = clock.forwards(stage) <= microBatch;
        int device = passes.deviceOf(stage);
        int op = clock.nextForward(stage);
        if (needed && !clock.isReady(op) && !forward(stage - 1, microBatch)) {
            return false;
        }
        if (!clock.isReady(op) || (!needed && (waitsLonger(stage) || canSkip(stage)))) {
            return !needed;
        }
        if (!clock.makeRoom(device, op)) {
            return !needed;
        }
        clock.fillGap(device, op, switches.fillSmallGaps());
        clock.forward(stage);
        return true;
    }

    private boolean waitsLonger(int stage) {
        long input = Math.max(clock.now(passes.deviceOf(stage)), clock.arrival(clock.nextInputGradient(stage)));
        return switches.inputFirst() && clock.arrival(clock.nextForward(stage)) > input;
    }

    private boolean canSkip(int stage) {
        int device = passes.deviceOf(stage);
        long gap = clock.arrival(clock.nextInputGradient(stage)) - clock.now(device);
        return switches.skipForwards()
                && stage + 1 < stages
                && clock.forwards(stage) > clock.forwards(stage + 1) + 1
                && passes.duration(clock.nextForward(stage)) > gap
                && clock.pendingTime(device) >= gap;
    }

    private boolean inputGradient(int stage) {
        int device = passes.deviceOf(stage);
        int op = clock.nextInputGradient(stage);
        if (!clock.makeRoom(device, op)) {
            return false;
        }
        clock.fillGap(device, op, switches.fillSmallGaps());
        clock.inputGradient(stage);
        return true;
    }
}

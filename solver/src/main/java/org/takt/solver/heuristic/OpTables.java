package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.Schedule;

/** What ops are and take, by op index, and where they run. */
final class OpTables {
    static final int BACKWARD = 0;
    static final int FORWARD = 1;
    static final int WEIGHT = 2;
    static final int OTHER = 3;

    final int[] modes;
    final int present;
    final int resources;
    final int microBatches;
    final int stageSlots;
    final int[] computeOfDevice;

    final long[] duration;
    final int[] kindClass;
    final int[] stage;
    final int[] microBatch;
    final int[] segment;
    /** Numbers the stages of each pipeline. */
    final int[] stageSlot;
    /** By stage slot. */
    final int[] distanceToLast;

    /** The resources that an op holds. */
    final int[] firstHeld;

    final int[] held;

    OpTables(Problem problem, int[] modes) {
        this.modes = modes;
        int ops = modes.length;
        List<Op> described = problem.ops();
        duration = new long[ops];
        kindClass = new int[ops];
        stage = new int[ops];
        microBatch = new int[ops];
        segment = new int[ops];
        firstHeld = new int[ops + 1];
        int count = 0;
        int last = -1;
        for (int op = 0; op < ops; op++) {
            Op own = described.get(op);
            Mode mode = chosen(own, modes[op]);
            duration[op] = mode.duration();
            kindClass[op] = classOf(own.kind());
            stage[op] = own.stage();
            microBatch[op] = own.microBatch();
            segment[op] = own.segment();
            firstHeld[op + 1] = firstHeld[op] + mode.resources().size();
            count += isPresent(op) ? 1 : 0;
            last = Math.max(last, microBatch[op]);
        }
        present = count;
        microBatches = last + 1;
        held = new int[firstHeld[ops]];
        listHeld(described);
        stageSlot = new int[ops];
        stageSlots = numberStages(described);
        distanceToLast = new int[stageSlots];
        measureDistances();
        resources = problem.resources().size();
        computeOfDevice = computeOfDevice(problem.resources(), problem.devices().size());
    }

    boolean isPresent(int op) {
        return modes[op] != Schedule.ABSENT;
    }

    private static Mode chosen(Op op, int mode) {
        return op.modes().get(mode == Schedule.ABSENT ? 0 : mode);
    }

    private static int classOf(OpKind kind) {
        return switch (kind) {
            case B, I -> BACKWARD;
            case F -> FORWARD;
            case W -> WEIGHT;
            default -> OTHER;
        };
    }

    private void listHeld(List<Op> ops) {
        int next = 0;
        for (int op = 0; op < modes.length; op++) {
            for (int resource : chosen(ops.get(op), modes[op]).resources()) {
                held[next++] = resource;
            }
        }
    }

    private record Place(int pipeline, int stage) {}

    /** Ops of one stage mostly stand side by side. */
    private int numberStages(List<Op> ops) {
        Map<Place, Integer> numbers = new HashMap<>();
        for (int op = 0; op < modes.length; op++) {
            int pipeline = ops.get(op).pipeline();
            boolean asBefore = op > 0
                    && stage[op] == stage[op - 1]
                    && pipeline == ops.get(op - 1).pipeline();
            stageSlot[op] = asBefore ? stageSlot[op - 1] : numberOf(new Place(pipeline, stage[op]), numbers);
        }
        return numbers.size();
    }

    private static int numberOf(Place place, Map<Place, Integer> numbers) {
        Integer known = numbers.putIfAbsent(place, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    private void measureDistances() {
        int lastStage = 0;
        for (int one : stage) {
            lastStage = Math.max(lastStage, one);
        }
        for (int op = 0; op < modes.length; op++) {
            distanceToLast[stageSlot[op]] = lastStage - stage[op];
        }
    }

    private static int[] computeOfDevice(List<Resource> resources, int devices) {
        int[] computeOfDevice = new int[devices];
        Arrays.fill(computeOfDevice, -1);
        for (int resource = 0; resource < resources.size(); resource++) {
            if (resources.get(resource).kind() == ResourceKind.COMPUTE) {
                for (int device : resources.get(resource).devices()) {
                    computeOfDevice[device] = resource;
                }
            }
        }
        return computeOfDevice;
    }
}

package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.Schedule;

/**
 * A schedule of one pipeline as op-lists have it: the forwards and backwards of each device in their order, each stage on
 * one device, with the micro-batches numbered in the order in which the first stage runs their forwards. O(n log n).
 */
final class ChainOrders {
    private final Problem problem;
    private final Schedule schedule;
    private final ChainTable table;
    private final List<List<Integer>> rows = new ArrayList<>();
    private final int[] deviceOfStage;
    private final int[] number;

    /**
     * Creates the orders.
     *
     * @param runtime whose op-list it is to be, for messages
     * @throws OpListException if ops other than forwards, backwards and transfers are present, a stage runs on two
     *     devices or a device has none, a stage lacks a forward or a backward of a micro-batch, or the problem fits no
     *     op-list
     */
    ChainOrders(Problem problem, Schedule schedule, String runtime) {
        this.problem = problem;
        this.schedule = schedule;
        table = new ChainTable(problem);
        deviceOfStage = new int[table.stages()];
        Arrays.fill(deviceOfStage, -1);
        number = new int[table.microBatches()];
        problem.devices().forEach(device -> rows.add(new ArrayList<>()));
        int entered = 0;
        for (int index : new ExecutionOrder(problem).of(schedule)) {
            Op op = problem.ops().get(index);
            if (!op.kind().isTransfer()) {
                enter(index, op, runtime);
                if (op.kind() == OpKind.F && op.stage() == 0) {
                    number[op.microBatch()] = entered++;
                }
            }
        }
        requireComplete(runtime);
    }

    /** Returns the ops of each device, by index in the problem, in order. */
    List<List<Integer>> rows() {
        return rows;
    }

    Op op(int index) {
        return problem.ops().get(index);
    }

    int stages() {
        return table.stages();
    }

    int microBatches() {
        return table.microBatches();
    }

    /** Returns the device that holds a stage. */
    int device(int stage) {
        return deviceOfStage[stage];
    }

    /** Returns how many earlier stages the stage's device holds. */
    int chunk(int stage) {
        int chunk = 0;
        for (int earlier = 0; earlier < stage; earlier++) {
            if (deviceOfStage[earlier] == deviceOfStage[stage]) {
                chunk++;
            }
        }
        return chunk;
    }

    /** Returns the most stages that a device holds. */
    int chunks() {
        int chunks = 0;
        for (int stage = 0; stage < stages(); stage++) {
            chunks = Math.max(chunks, chunk(stage) + 1);
        }
        return chunks;
    }

    /** Returns the number of an op's micro-batch. */
    int number(Op op) {
        return number[op.microBatch()];
    }

    long start(int op) {
        return schedule.start(op);
    }

    long end(int op) {
        return schedule.start(op) + op(op).modes().get(schedule.mode(op)).duration();
    }

    /** Returns whether the schedule has an op of a kind. */
    boolean has(OpKind kind, int stage, int microBatch) {
        int op = table.op(kind, stage, microBatch);
        return op >= 0 && schedule.isPresent(op);
    }

    /** Returns whether stage s is on device s mod d. */
    boolean isLoop() {
        for (int stage = 0; stage < stages(); stage++) {
            if (deviceOfStage[stage] != stage % rows.size()) {
                return false;
            }
        }
        return stages() % rows.size() == 0;
    }

    /** Returns whether every device holds two stages, the second ones in reverse order. */
    boolean isV() {
        for (int stage = 0; stage < stages(); stage++) {
            if (deviceOfStage[stage] != Math.min(stage, stages() - 1 - stage)) {
                return false;
            }
        }
        return stages() == 2 * rows.size();
    }

    private void enter(int index, Op op, String runtime) {
        if (!ChainTable.KINDS.contains(op.kind())) {
            throw new OpListException(op.label() + " cannot be written: " + runtime
                    + " has forwards, backwards, input and weight gradients only.");
        }
        int device = table.device(index, schedule.mode(index));
        int earlier = deviceOfStage[op.stage()];
        if (earlier >= 0 && earlier != device) {
            throw new OpListException("Stage " + op.stage() + " runs on "
                    + problem.devices().get(earlier).name() + " and on "
                    + problem.devices().get(device).name() + ", but for " + runtime
                    + " a stage belongs to one device.");
        }
        deviceOfStage[op.stage()] = device;
        rows.get(device).add(index);
    }

    private void requireComplete(String runtime) {
        for (int device = 0; device < rows.size(); device++) {
            if (rows.get(device).isEmpty()) {
                throw new OpListException(
                        "Device " + problem.devices().get(device).name() + " holds no stage, but " + runtime
                                + " needs one on every device.");
            }
        }
        for (int stage = 0; stage < stages(); stage++) {
            for (int microBatch = 0; microBatch < microBatches(); microBatch++) {
                boolean full = has(OpKind.B, stage, microBatch);
                boolean cut = has(OpKind.I, stage, microBatch) && has(OpKind.W, stage, microBatch);
                if (!has(OpKind.F, stage, microBatch) || full == cut) {
                    throw new OpListException(
                            "Stage " + stage + " must run one forward and one backward of micro-batch " + microBatch
                                    + " for " + runtime + ", but the schedule does not.");
                }
            }
        }
    }
}

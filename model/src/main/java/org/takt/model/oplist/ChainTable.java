package org.takt.model.oplist;

import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * The forwards and backwards of a problem of one pipeline, found by kind, stage and micro-batch, and the devices they
 * run on. Op-lists name ops that way and order each device's compute stream, so a problem that does not fit this table
 * fits none of them.
 */
final class ChainTable {
    /** The kinds that op-lists order. */
    static final List<OpKind> KINDS = List.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W);

    private final Problem problem;
    private final int stages;
    private final int microBatches;
    private final int[] ops;
    private final int[] streams;

    /**
     * Creates the table.
     *
     * @throws OpListException if there are several pipelines, segments, two ops of the same kind, stage and micro-batch,
     *     fewer ops than one for each stage and micro-batch, or a device with several compute streams
     */
    ChainTable(Problem problem) {
        this.problem = problem;
        int lastStage = -1;
        int lastMicroBatch = -1;
        for (Op op : problem.ops()) {
            if (KINDS.contains(op.kind())) {
                lastStage = Math.max(lastStage, op.stage());
                lastMicroBatch = Math.max(lastMicroBatch, op.microBatch());
            }
        }
        if (lastStage < 0) {
            throw new OpListException("The problem has no forward and no backward, so there is nothing to list.");
        }
        stages = lastStage + 1;
        microBatches = lastMicroBatch + 1;
        if ((long) stages * microBatches > problem.ops().size()) {
            throw new OpListException("The problem lacks ops: it names " + stages + " stages and " + microBatches
                    + " micro-batches, but has " + problem.ops().size() + " ops.");
        }
        ops = new int[KINDS.size() * stages * microBatches];
        Arrays.fill(ops, -1);
        for (int op = 0; op < problem.ops().size(); op++) {
            if (KINDS.contains(problem.ops().get(op).kind())) {
                enter(op);
            }
        }
        streams = computeStreams();
    }

    int stages() {
        return stages;
    }

    int microBatches() {
        return microBatches;
    }

    /** Returns the op, by index in the problem, or −1 if the problem has none of that kind there. */
    int op(OpKind kind, int stage, int microBatch) {
        return ops[at(kind, stage, microBatch)];
    }

    /** Returns the resource that is the device's compute stream, or −1 if it has none. */
    int stream(int device) {
        return streams[device];
    }

    /**
     * Returns the device on whose compute stream an op runs in one of its modes.
     *
     * @throws OpListException if it holds no compute stream, or several, or one of several devices
     */
    int device(int op, int mode) {
        int device = -1;
        for (int index : problem.ops().get(op).modes().get(mode).resources()) {
            Resource resource = problem.resources().get(index);
            if (resource.kind() == ResourceKind.COMPUTE) {
                if (device >= 0 || resource.devices().size() != 1) {
                    throw new OpListException(problem.ops().get(op).label()
                            + " computes on several devices at a time, which op-lists cannot express.");
                }
                device = resource.devices().get(0);
            }
        }
        if (device < 0) {
            throw new OpListException(
                    problem.ops().get(op).label() + " holds no compute stream, so it stands in no device's op-list.");
        }
        return device;
    }

    private void enter(int index) {
        Op op = problem.ops().get(index);
        if (op.pipeline() > 0) {
            throw new OpListException(op.label() + " belongs to a second pipeline, but an op-list has one.");
        }
        if (op.segment() > 0) {
            throw new OpListException(
                    op.label() + " belongs to a segment, but op-lists name whole micro-batches only.");
        }
        int at = at(op.kind(), op.stage(), op.microBatch());
        if (ops[at] >= 0) {
            throw new OpListException(
                    "The problem has " + op.label() + " twice, so its name in an op-list is ambiguous.");
        }
        ops[at] = index;
    }

    private int at(OpKind kind, int stage, int microBatch) {
        return (KINDS.indexOf(kind) * stages + stage) * microBatches + microBatch;
    }

    private int[] computeStreams() {
        int[] found = new int[problem.devices().size()];
        Arrays.fill(found, -1);
        for (int index = 0; index < problem.resources().size(); index++) {
            Resource resource = problem.resources().get(index);
            if (resource.kind() == ResourceKind.COMPUTE) {
                for (int device : resource.devices()) {
                    if (found[device] >= 0) {
                        throw new OpListException(
                                "Device " + problem.devices().get(device).name()
                                        + " has several compute streams, but an op-list orders one.");
                    }
                    found[device] = index;
                }
            }
        }
        return found;
    }
}

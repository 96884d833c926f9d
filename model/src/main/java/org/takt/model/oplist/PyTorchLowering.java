package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.takt.model.problem.OpKind;

/**
 * Adds the sends and receives that PyTorch's runtime adds to a compute-only file, in the order in which it does
 * ({@code _add_send_recv} of torch 2.13.0, {@code schedules.py}): in rounds over the devices, at most one cell of each,
 * a cell once its inputs are there; a send follows its cell, and the receive joins the other device's row at the same
 * moment, so that both see the messages between two devices in the same order. Behind the last backward of each stage
 * comes its {@code REDUCE_GRAD}. O(n · d) for n cells on d devices.
 */
final class PyTorchLowering {
    private final List<List<PyTorchStep>> rows;
    private final int[] rowOfStage;
    private final int stages;
    private final int[] next;
    private final int[] backwardsLeft;
    private final List<List<PyTorchStep>> lowered = new ArrayList<>();
    private final List<Set<Object>> known = new ArrayList<>();

    /**
     * Prepares the rows.
     *
     * @param rows cells that compute, of each device in order
     * @param rowOfStage index of the row that holds each stage
     */
    PyTorchLowering(List<List<PyTorchStep>> rows, int[] rowOfStage) {
        this.rows = rows;
        this.rowOfStage = rowOfStage;
        stages = rowOfStage.length;
        next = new int[rows.size()];
        backwardsLeft = new int[stages];
        for (List<PyTorchStep> row : rows) {
            lowered.add(new ArrayList<>());
            known.add(new HashSet<>());
            row.stream()
                    .flatMap(step -> step.ops().stream())
                    .filter(PyTorchLowering::endsBackward)
                    .forEach(op -> backwardsLeft[op.stage()]++);
        }
    }

    /**
     * Returns the rows with their communication.
     *
     * @throws OpListException if cells wait for each other for ever, which the runtime calls a malformed schedule; it
     *     names the cells where the rows stop
     */
    List<List<PyTorchStep>> rows() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int row = 0; row < rows.size(); row++) {
                if (next[row] < rows.get(row).size()
                        && isReady(row, rows.get(row).get(next[row]))) {
                    emit(row, rows.get(row).get(next[row]++));
                    progress = true;
                }
            }
        }
        List<OpListProblem> stuck = stuck();
        if (!stuck.isEmpty()) {
            throw new OpListException(stuck);
        }
        return lowered;
    }

    private static boolean endsBackward(PyTorchCell op) {
        return op.kind() == OpKind.B || op.kind() == OpKind.W;
    }

    private boolean isReady(int row, PyTorchStep step) {
        return step.ops().stream().allMatch(op -> isReady(row, op));
    }

    private boolean isReady(int row, PyTorchCell op) {
        Optional<PyTorchComm> receive = PyTorchStep.receiveOf(op, stages);
        return receive.isEmpty()
                || known.get(row).contains(receive.get())
                || known.get(row).contains(receive.get().counterpart());
    }

    private void emit(int row, PyTorchStep step) {
        lowered.get(row).add(step);
        for (PyTorchCell op : step.ops()) {
            PyTorchStep.sendOf(op, stages).ifPresent(send -> send(row, send));
        }
        for (PyTorchCell op : step.ops()) {
            if (endsBackward(op) && --backwardsLeft[op.stage()] == 0) {
                lowered.get(row).add(PyTorchStep.of(0, new PyTorchComm(PyTorchComm.Kind.REDUCE_GRAD, op.stage(), 0)));
            }
        }
    }

    /** What stays on the device is known there as soon as it is made. */
    private void send(int row, PyTorchComm send) {
        int other = rowOfStage[send.peer()];
        known.get(row).add(send);
        if (other != row) {
            PyTorchComm receive = send.counterpart();
            lowered.get(row).add(PyTorchStep.of(0, send));
            lowered.get(other).add(PyTorchStep.of(0, receive));
            known.get(other).add(receive);
        }
    }

    private List<OpListProblem> stuck() {
        List<OpListProblem> stuck = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (next[row] < rows.get(row).size()) {
                PyTorchStep step = rows.get(row).get(next[row]);
                stuck.add(new OpListProblem(
                        row + 1,
                        step.column(),
                        step + " never starts: PyTorch's runtime needs everything that a cell waits for before the"
                                + " whole cell, and what this one waits for comes later or never."));
            }
        }
        return stuck;
    }
}

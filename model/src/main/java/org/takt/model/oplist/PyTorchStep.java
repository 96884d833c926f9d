package org.takt.model.oplist;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.takt.model.problem.OpKind;

/**
 * One cell of a {@link PyTorchCsv} file: ops that run one after the other, or one other action.
 *
 * @param column where it stands in its row, from 1; 0 for a cell that is in no file
 * @param ops what it computes, in order; several share an {@code OVERLAP_F_B} cell
 * @param comm what it does otherwise; empty for a cell that computes
 */
record PyTorchStep(int column, List<PyTorchCell> ops, Optional<PyTorchComm> comm) {
    PyTorchStep {
        ops = List.copyOf(ops);
    }

    static PyTorchStep computing(int column, List<PyTorchCell> ops) {
        return new PyTorchStep(column, ops, Optional.empty());
    }

    static PyTorchStep of(int column, PyTorchComm comm) {
        return new PyTorchStep(column, List.of(), Optional.of(comm));
    }

    /** Returns the cell's text. */
    @Override
    public String toString() {
        if (comm.isPresent()) {
            return comm.get().toString();
        }
        String text = ops.stream().map(PyTorchCell::toString).collect(Collectors.joining(";"));
        return ops.size() == 1 ? text : "(" + text + ")OVERLAP_F_B";
    }

    /** Returns the message that an op makes for another device, were the stage that needs it on another. */
    static Optional<PyTorchComm> sendOf(PyTorchCell op, int stages) {
        if (op.kind() == OpKind.F && op.stage() < stages - 1) {
            return Optional.of(new PyTorchComm(PyTorchComm.Kind.SEND_F, op.stage(), op.microBatch()));
        }
        boolean gradient = op.kind() == OpKind.B || op.kind() == OpKind.I;
        return gradient && op.stage() > 0
                ? Optional.of(new PyTorchComm(PyTorchComm.Kind.SEND_B, op.stage(), op.microBatch()))
                : Optional.empty();
    }

    /** Returns the message that an op needs, were the stage that makes it on another device. */
    static Optional<PyTorchComm> receiveOf(PyTorchCell op, int stages) {
        if (op.kind() == OpKind.F && op.stage() > 0) {
            return Optional.of(new PyTorchComm(PyTorchComm.Kind.RECV_F, op.stage(), op.microBatch()));
        }
        boolean gradient = op.kind() == OpKind.B || op.kind() == OpKind.I;
        return gradient && op.stage() < stages - 1
                ? Optional.of(new PyTorchComm(PyTorchComm.Kind.RECV_B, op.stage(), op.microBatch()))
                : Optional.empty();
    }
}

package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.takt.model.problem.OpKind;

/**
 * The rules of the communication that a {@link PyTorchCsv} file states itself, none of which PyTorch's loader checks
 * (torch 2.13.0): between two devices the runtime hands messages over in order, whatever their names; a receive whose
 * message is never sent hangs; an op without its receive fails; gradients without {@code REDUCE_GRAD} are too large by
 * the number of micro-batches. O(n) for n cells, and O(n · d) for the check of what waits for what on d devices.
 */
final class PyTorchMessages {
    private final List<List<PyTorchStep>> rows;
    private final int[] rowOfStage;
    private final int stages;
    private final List<OpListProblem> problems = new ArrayList<>();

    /** Where an action stands, rows from 0. */
    private record Place(int row, int column, PyTorchComm comm) {}

    /** The devices at the ends of a channel, by row from 0. */
    private record Channel(int from, int to) {}

    /**
     * Prepares the check.
     *
     * @param rows cells of each device in order; every op of the problem stands there once
     * @param rowOfStage index of the row that holds each stage
     */
    PyTorchMessages(List<List<PyTorchStep>> rows, int[] rowOfStage) {
        this.rows = rows;
        this.rowOfStage = rowOfStage;
        stages = rowOfStage.length;
    }

    /** Returns everything that would fail, hang or go wrong unnoticed; nothing if the communication is sound. */
    List<OpListProblem> check() {
        for (int row = 0; row < rows.size(); row++) {
            checkRow(row);
        }
        if (problems.isEmpty()) {
            checkChannels();
        }
        if (problems.isEmpty()) {
            checkWaiting();
        }
        return problems;
    }

    private void checkRow(int row) {
        Set<Object> seen = new HashSet<>();
        int[] backwardsLeft = backwards(row);
        for (PyTorchStep step : rows.get(row)) {
            for (PyTorchCell op : step.ops()) {
                checkReceived(row, step, op, seen);
                seen.add(op);
                if (endsBackward(op)) {
                    backwardsLeft[op.stage()]--;
                }
            }
            if (step.comm().isPresent()) {
                PyTorchComm comm = step.comm().get();
                if (checkStage(row, step, comm) && !seen.add(comm) && !isRepeatable(comm)) {
                    add(row, step, comm + " stands twice in its row.");
                }
                checkReduction(row, step, comm, backwardsLeft);
            }
        }
        checkSent(row, seen);
    }

    private static boolean isRepeatable(PyTorchComm comm) {
        return comm.kind() == PyTorchComm.Kind.UNSHARD || comm.kind() == PyTorchComm.Kind.RESHARD;
    }

    private void checkReceived(int row, PyTorchStep step, PyTorchCell op, Set<Object> seen) {
        Optional<PyTorchComm> receive = PyTorchStep.receiveOf(op, stages);
        if (receive.isPresent() && rowOfStage[receive.get().peer()] != row && !seen.contains(receive.get())) {
            add(row, step, op + " needs " + receive.get() + " before it in its row, and the runtime fails without it.");
        }
    }

    private boolean checkStage(int row, PyTorchStep step, PyTorchComm comm) {
        if (comm.stage() >= stages || rowOfStage[comm.stage()] != row) {
            add(row, step, comm + " is about a stage that its row does not hold.");
            return false;
        }
        if (!comm.kind().isSend() && !comm.kind().isReceive()) {
            return true;
        }
        if (comm.peer() < 0 || comm.peer() >= stages) {
            add(row, step, comm + " has nobody at the other end: there is no stage " + comm.peer() + ".");
            return false;
        }
        if (rowOfStage[comm.peer()] == row) {
            add(row, step, comm + " would go to its own device, where stage " + comm.peer() + " is.");
            return false;
        }
        return true;
    }

    private static boolean endsBackward(PyTorchCell op) {
        return op.kind() == OpKind.B || op.kind() == OpKind.W;
    }

    private int[] backwards(int row) {
        int[] backwards = new int[stages];
        rows.get(row).stream()
                .flatMap(step -> step.ops().stream())
                .filter(PyTorchMessages::endsBackward)
                .forEach(op -> backwards[op.stage()]++);
        return backwards;
    }

    private void checkReduction(int row, PyTorchStep step, PyTorchComm comm, int[] backwardsLeft) {
        if (comm.kind() == PyTorchComm.Kind.REDUCE_GRAD && comm.stage() < stages && backwardsLeft[comm.stage()] > 0) {
            add(row, step, comm + " comes before the last backward of its stage, so gradients would be wrong.");
        }
    }

    private void checkSent(int row, Set<Object> seen) {
        for (int stage = 0; stage < stages; stage++) {
            PyTorchComm reduction = new PyTorchComm(PyTorchComm.Kind.REDUCE_GRAD, stage, 0);
            if (rowOfStage[stage] == row && !seen.contains(reduction)) {
                problems.add(new OpListProblem(
                        row + 1,
                        0,
                        reduction + " is missing: without it the runtime leaves the stage's gradients too large by the"
                                + " number of micro-batches."));
            }
        }
        Set<Object> made = new HashSet<>();
        for (PyTorchStep step : rows.get(row)) {
            step.ops().forEach(op -> PyTorchStep.sendOf(op, stages).ifPresent(made::add));
            if (step.comm().isPresent()
                    && step.comm().get().kind().isSend()
                    && !made.contains(step.comm().get())) {
                add(row, step, step + " comes before the op whose result it sends.");
            }
        }
    }

    private void checkChannels() {
        Map<Channel, List<Place>> sends = new LinkedHashMap<>();
        Map<Channel, List<Place>> receives = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            for (PyTorchStep step : rows.get(row)) {
                if (step.comm().isPresent() && isMessage(step.comm().get())) {
                    PyTorchComm comm = step.comm().get();
                    int other = rowOfStage[comm.peer()];
                    Channel channel = comm.kind().isSend() ? new Channel(row, other) : new Channel(other, row);
                    (comm.kind().isSend() ? sends : receives)
                            .computeIfAbsent(channel, none -> new ArrayList<>())
                            .add(new Place(row, step.column(), comm));
                }
            }
        }
        receives.forEach((channel, places) -> checkChannel(sends.getOrDefault(channel, List.of()), places));
        sends.forEach((channel, places) -> {
            int received = receives.getOrDefault(channel, List.of()).size();
            for (Place place : places.subList(Math.min(received, places.size()), places.size())) {
                add(
                        place,
                        place.comm() + " is never received: row " + (channel.to() + 1) + " lacks "
                                + place.comm().counterpart() + ".");
            }
        });
    }

    private static boolean isMessage(PyTorchComm comm) {
        return comm.kind().isSend() || comm.kind().isReceive();
    }

    private void checkChannel(List<Place> sends, List<Place> receives) {
        Set<PyTorchComm> sent = new HashSet<>();
        sends.forEach(place -> sent.add(place.comm()));
        for (int index = 0; index < receives.size(); index++) {
            Place receive = receives.get(index);
            PyTorchComm expected = receive.comm().counterpart();
            if (!sent.contains(expected)) {
                add(receive, receive.comm() + " waits for ever: " + expected + " is missing.");
            } else if (!sends.get(Math.min(index, sends.size() - 1)).comm().equals(expected)) {
                add(
                        receive,
                        receive.comm() + " would get the tensor of "
                                + sends.get(Math.min(index, sends.size() - 1)).comm()
                                + ": the runtime hands the messages between two devices over in order, so results"
                                + " would be wrong. Receives must stand in the order of the sends.");
            }
        }
    }

    /** Runs the rows, receives at once and ops when their messages are sent; what never runs deadlocks. */
    private void checkWaiting() {
        Set<PyTorchComm> sent = new HashSet<>();
        Set<PyTorchComm> made = new HashSet<>();
        int[] next = new int[rows.size()];
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int row = 0; row < rows.size(); row++) {
                while (next[row] < rows.get(row).size()
                        && runs(row, rows.get(row).get(next[row]), sent, made)) {
                    next[row]++;
                    progress = true;
                }
            }
        }
        for (int row = 0; row < rows.size(); row++) {
            if (next[row] < rows.get(row).size()) {
                PyTorchStep step = rows.get(row).get(next[row]);
                add(row, step, step + " never starts: the rows wait for each other's messages for ever.");
            }
        }
    }

    private boolean runs(int row, PyTorchStep step, Set<PyTorchComm> sent, Set<PyTorchComm> made) {
        for (PyTorchCell op : step.ops()) {
            Optional<PyTorchComm> receive = PyTorchStep.receiveOf(op, stages);
            if (receive.isPresent()) {
                PyTorchComm send = receive.get().counterpart();
                boolean local = rowOfStage[send.stage()] == row;
                if (local ? !made.contains(send) : !sent.contains(send)) {
                    return false;
                }
            }
            PyTorchStep.sendOf(op, stages).ifPresent(made::add);
        }
        step.comm().filter(comm -> comm.kind().isSend()).ifPresent(sent::add);
        return true;
    }

    private void add(int row, PyTorchStep step, String message) {
        problems.add(new OpListProblem(row + 1, step.column(), message));
    }

    private void add(Place place, String message) {
        problems.add(new OpListProblem(place.row() + 1, place.column(), message));
    }
}

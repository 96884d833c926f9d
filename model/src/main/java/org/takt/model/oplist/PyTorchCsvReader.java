package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;

/** Reads one {@link PyTorchCsv} file for a problem. Collects all problems before it refuses. */
final class PyTorchCsvReader {
    private final Problem problem;
    private final List<Integer> microBatches;
    private final ChainTable table;
    private final int[] modes;
    private final int[] rowOfOp;
    private final int[] columnOfOp;
    private final int[] rowOfStage;
    private final PyTorchCsv.Form form;
    private final List<List<Integer>> rows = new ArrayList<>();
    private final List<List<PyTorchStep>> steps = new ArrayList<>();
    private final List<OpListProblem> problems = new ArrayList<>();

    /**
     * Prepares reading.
     *
     * @param microBatches for each micro-batch number of the file the problem's micro-batch; none: the same number
     */
    PyTorchCsvReader(Problem problem, List<Integer> microBatches, PyTorchCsv.Form form) {
        this.problem = problem;
        this.form = form;
        table = new ChainTable(problem);
        List<Integer> identity =
                IntStream.range(0, table.microBatches()).boxed().toList();
        this.microBatches = microBatches.isEmpty() ? identity : List.copyOf(microBatches);
        if (!this.microBatches.stream().sorted().toList().equals(identity)) {
            throw new IllegalArgumentException("The micro-batches " + microBatches
                    + " are not a permutation of the problem's " + table.microBatches() + ".");
        }
        modes = new int[problem.ops().size()];
        Arrays.fill(modes, Schedule.ABSENT);
        rowOfOp = new int[modes.length];
        columnOfOp = new int[modes.length];
        rowOfStage = new int[table.stages()];
    }

    DeviceOrders read(String text) {
        chooseOthers();
        List<List<String>> lines = CsvCells.rows(text);
        if (lines.size() != problem.devices().size()) {
            add(
                    0,
                    0,
                    "The file has " + lines.size() + " rows, expected one for each of the "
                            + problem.devices().size() + " devices; a blank line counts as a row.");
        }
        for (int row = 0; row < lines.size(); row++) {
            rows.add(new ArrayList<>());
            steps.add(new ArrayList<>());
            readRow(row, lines.get(row));
        }
        checkMissing();
        checkPresenceRules();
        checkLosses();
        if (problems.isEmpty()) {
            checkCommunication();
        }
        if (!problems.isEmpty()) {
            throw new OpListException(problems);
        }
        return new DeviceOrders(problem, modes, orders());
    }

    /** The file is silent on these ops, so there must be nothing to say. */
    private void chooseOthers() {
        for (int index = 0; index < modes.length; index++) {
            Op op = problem.ops().get(index);
            if (!ChainTable.KINDS.contains(op.kind()) && !op.optional()) {
                if (!op.kind().isTransfer() || op.modes().size() > 1) {
                    throw new OpListException("The problem has " + op.label()
                            + ", about which PyTorch's file says nothing, so it cannot be read for it.");
                }
                modes[index] = 0;
            }
        }
    }

    private void readRow(int row, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            Optional<PyTorchComm> comm =
                    form == PyTorchCsv.Form.COMPUTE_COMMS ? PyTorchComm.parse(cell) : Optional.empty();
            if (comm.isPresent()) {
                steps.get(row).add(PyTorchStep.of(column + 1, comm.get()));
                continue;
            }
            if (form == PyTorchCsv.Form.COMPUTE_COMMS && cell.isEmpty()) {
                add(
                        row + 1,
                        column + 1,
                        "The cell is blank, which PyTorch's loader refuses beside sends and receives.");
                continue;
            }
            Optional<List<PyTorchCell>> ops = PyTorchCell.parse(cell);
            if (ops.isEmpty()) {
                add(
                        row + 1,
                        column + 1,
                        "Found \"" + cell.replace("\uFEFF", "[byte order mark]") + "\", expected " + form.expected()
                                + ".");
                continue;
            }
            for (PyTorchCell op : ops.get()) {
                readOp(row, column, op);
            }
            if (!ops.get().isEmpty()) {
                steps.get(row).add(PyTorchStep.computing(column + 1, ops.get()));
            }
        }
        if (cells.stream().allMatch(String::isEmpty)) {
            add(row + 1, 0, "The row is blank, but PyTorch's runtime needs a stage on every device.");
        }
    }

    private void readOp(int row, int column, PyTorchCell named) {
        int at = column + 1;
        if (named.stage() >= table.stages()) {
            add(
                    row + 1,
                    at,
                    named + " names a stage that the problem does not have; its stages are 0 to " + (table.stages() - 1)
                            + ".");
            return;
        }
        if (named.microBatch() >= table.microBatches()) {
            add(
                    row + 1,
                    at,
                    named + " names a micro-batch that the problem does not have; its micro-batches are 0 to "
                            + (table.microBatches() - 1) + ".");
            return;
        }
        int op = table.op(named.kind(), named.stage(), microBatches.get(named.microBatch()));
        if (op < 0) {
            add(
                    row + 1,
                    at,
                    named + " names an op that the problem does not have; its backwards may be full or cut, but"
                            + " not both.");
            return;
        }
        if (rowOfOp[op] > 0) {
            add(row + 1, at, named + " is listed already in row " + rowOfOp[op] + ", column " + columnOfOp[op] + ".");
            return;
        }
        rowOfOp[op] = row + 1;
        columnOfOp[op] = at;
        place(row, at, named, op);
    }

    private void place(int row, int column, PyTorchCell named, int op) {
        List<Integer> fitting = new ArrayList<>();
        for (int mode = 0; mode < problem.ops().get(op).modes().size(); mode++) {
            if (table.device(op, mode) == row) {
                fitting.add(mode);
            }
        }
        if (fitting.size() > 1) {
            add(
                    row + 1,
                    column,
                    named + " has several modes on "
                            + problem.devices().get(row).name() + ", and the file does not say which.");
        } else if (fitting.isEmpty()) {
            add(
                    row + 1,
                    column,
                    named + " stands in the wrong row: the problem runs it on "
                            + problem.devices().get(table.device(op, 0)).name() + ", row " + (table.device(op, 0) + 1)
                            + ".");
        } else if (rowOfStage[named.stage()] > 0 && rowOfStage[named.stage()] != row + 1) {
            add(
                    row + 1,
                    column,
                    named + " puts stage " + named.stage() + " on two devices; row " + rowOfStage[named.stage()]
                            + " holds it already.");
        } else {
            rowOfStage[named.stage()] = row + 1;
            modes[op] = fitting.get(0);
            rows.get(row).add(op);
        }
    }

    private void checkMissing() {
        for (int op = 0; op < modes.length; op++) {
            Op described = problem.ops().get(op);
            if (ChainTable.KINDS.contains(described.kind()) && !described.optional() && rowOfOp[op] == 0) {
                add(0, 0, described.label() + " is missing.");
            }
        }
    }

    private void checkPresenceRules() {
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
                List<Integer> listed =
                        exactlyOne.ops().stream().filter(op -> rowOfOp[op] > 0).toList();
                if (listed.size() != 1) {
                    int last = listed.isEmpty() ? -1 : listed.get(listed.size() - 1);
                    addAt(
                            last,
                            "Exactly one of " + labels(exactlyOne.ops()) + " must be listed, found "
                                    + (listed.isEmpty() ? "none" : labels(listed)) + ".");
                }
            } else if (rule instanceof PresenceRule.Implies implies
                    && rowOfOp[implies.op()] > 0
                    && rowOfOp[implies.required()] == 0
                    && modes[implies.required()] == Schedule.ABSENT) {
                addAt(implies.op(), label(implies.op()) + " is listed without " + label(implies.required()) + ".");
            }
        }
    }

    /** The runtime books the losses in the order in which the last stage makes them, and looks them up by number. */
    private void checkLosses() {
        for (int row = 0; row < steps.size(); row++) {
            int latest = -1;
            for (PyTorchStep step : steps.get(row)) {
                for (PyTorchCell op : step.ops()) {
                    if (op.kind() == OpKind.F && op.stage() == table.stages() - 1) {
                        if (op.microBatch() < latest) {
                            add(
                                    row + 1,
                                    step.column(),
                                    op + " comes after the forward of micro-batch " + latest
                                            + ": the last stage must run its forwards in the order 0, 1, ..., else"
                                            + " PyTorch's runtime mixes up the losses and gradients are wrong.");
                        }
                        latest = Math.max(latest, op.microBatch());
                    }
                }
            }
        }
    }

    /**
     * Checks what the file says of sends and receives; in a file without them timing finds what waits in a circle, but
     * for cells that wait as a whole.
     */
    private void checkCommunication() {
        int[] rowOfEachStage = Arrays.stream(rowOfStage).map(row -> row - 1).toArray();
        if (form == PyTorchCsv.Form.COMPUTE_COMMS) {
            problems.addAll(new PyTorchMessages(steps, rowOfEachStage).check());
        } else if (steps.stream()
                .flatMap(List::stream)
                .anyMatch(step -> step.ops().size() > 1)) {
            try {
                new PyTorchLowering(steps, rowOfEachStage).rows();
            } catch (OpListException stuck) {
                problems.addAll(stuck.problems());
            }
        }
    }

    private Map<Integer, List<Integer>> orders() {
        Map<Integer, List<Integer>> orders = new HashMap<>();
        for (int device = 0; device < rows.size(); device++) {
            orders.put(table.stream(device), rows.get(device));
        }
        return orders;
    }

    private void addAt(int op, String message) {
        add(op < 0 ? 0 : rowOfOp[op], op < 0 ? 0 : columnOfOp[op], message);
    }

    private void add(int row, int column, String message) {
        problems.add(new OpListProblem(row, column, message));
    }

    private String label(int op) {
        return problem.ops().get(op).label();
    }

    private String labels(List<Integer> ops) {
        return String.join(", ", ops.stream().map(this::label).toList());
    }
}

package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;

/** Writes one schedule as a {@link PyTorchCsv} file. */
final class PyTorchCsvWriter {
    private final Problem problem;
    private final Schedule schedule;
    private final ChainTable table;
    private final List<OverlappedPair> pairs;
    private final PyTorchCsv.FirstStage firstStage;
    private final List<Integer> order;

    PyTorchCsvWriter(Problem problem, Schedule schedule, List<OverlappedPair> pairs, PyTorchCsv.FirstStage firstStage) {
        this.problem = problem;
        this.schedule = schedule;
        this.pairs = pairs;
        this.firstStage = firstStage;
        table = new ChainTable(problem);
        order = new ExecutionOrder(problem).of(schedule);
    }

    PyTorchCsv.Written write(PyTorchCsv.Form form) {
        requireKinds();
        requireChains();
        List<Integer> microBatches = orderOfLastStage();
        int[] number = new int[table.microBatches()];
        for (int index = 0; index < number.length; index++) {
            number[microBatches.get(index)] = index;
        }
        List<List<Integer>> rows = rows();
        List<List<PyTorchStep>> steps = steps(rows, number);
        boolean lower = form == PyTorchCsv.Form.COMPUTE_COMMS || !pairs.isEmpty();
        List<List<PyTorchStep>> lowered = lower ? new PyTorchLowering(steps, rowOfStage(rows)).rows() : steps;
        return new PyTorchCsv.Written(text(form == PyTorchCsv.Form.COMPUTE_COMMS ? lowered : steps), microBatches);
    }

    private void requireKinds() {
        for (int index : order) {
            Op op = problem.ops().get(index);
            if (!ChainTable.KINDS.contains(op.kind()) && !op.kind().isTransfer()) {
                throw new OpListException(
                        op.label()
                                + " cannot be written: PyTorch's file has forwards, backwards, input and weight gradients only.");
            }
        }
    }

    private void requireChains() {
        for (int stage = 0; stage < table.stages(); stage++) {
            for (int microBatch = 0; microBatch < table.microBatches(); microBatch++) {
                boolean full = isPresent(OpKind.B, stage, microBatch);
                boolean input = isPresent(OpKind.I, stage, microBatch);
                boolean weight = isPresent(OpKind.W, stage, microBatch);
                if (!isPresent(OpKind.F, stage, microBatch) || input != weight || full == input) {
                    throw new OpListException(
                            "Stage " + stage + " must run one forward and either a full backward or an"
                                    + " input and a weight gradient of micro-batch " + microBatch
                                    + " for PyTorch's file, but the schedule does not.");
                }
            }
        }
    }

    private boolean isPresent(OpKind kind, int stage, int microBatch) {
        int op = table.op(kind, stage, microBatch);
        return op >= 0 && schedule.isPresent(op);
    }

    private List<Integer> orderOfLastStage() {
        return order.stream()
                .map(problem.ops()::get)
                .filter(op -> op.kind() == OpKind.F && op.stage() == table.stages() - 1)
                .map(Op::microBatch)
                .toList();
    }

    private List<List<Integer>> rows() {
        List<List<Integer>> rows = new ArrayList<>();
        problem.devices().forEach(device -> rows.add(new ArrayList<>()));
        int[] deviceOfStage = new int[table.stages()];
        Arrays.fill(deviceOfStage, -1);
        for (int index : order) {
            Op op = problem.ops().get(index);
            if (op.kind().isTransfer() || isLeftOut(op)) {
                continue;
            }
            int device = table.device(index, schedule.mode(index));
            int earlier = deviceOfStage[op.stage()];
            if (earlier >= 0 && earlier != device) {
                throw new OpListException("Stage " + op.stage() + " runs on " + name(earlier) + " and on "
                        + name(device) + ", but in PyTorch's file a stage belongs to one device.");
            }
            deviceOfStage[op.stage()] = device;
            rows.get(device).add(index);
        }
        for (int device = 0; device < rows.size(); device++) {
            if (rows.get(device).isEmpty()) {
                throw new OpListException(
                        "Device " + name(device) + " holds no stage, but PyTorch's runtime needs one on every device.");
            }
        }
        return rows;
    }

    /** Returns whether an op of the first stage is part of a full backward that is written elsewhere. */
    private boolean isLeftOut(Op op) {
        boolean leftOut =
                switch (firstStage) {
                    case AS_CUT -> false;
                    case FULL_AT_INPUT_GRADIENT -> op.kind() == OpKind.W;
                    case FULL_AT_WEIGHT_GRADIENT -> op.kind() == OpKind.I;
                };
        return leftOut && op.stage() == 0;
    }

    private int[] rowOfStage(List<List<Integer>> rows) {
        int[] rowOfStage = new int[table.stages()];
        for (int row = 0; row < rows.size(); row++) {
            for (int op : rows.get(row)) {
                rowOfStage[problem.ops().get(op).stage()] = row;
            }
        }
        return rowOfStage;
    }

    private List<List<PyTorchStep>> steps(List<List<Integer>> rows, int[] number) {
        Map<Integer, Integer> backwardOf = new HashMap<>();
        for (OverlappedPair pair : pairs) {
            requirePair(pair);
            backwardOf.put(pair.forward(), pair.backward());
        }
        return rows.stream().map(row -> steps(row, number, backwardOf)).toList();
    }

    private List<PyTorchStep> steps(List<Integer> row, int[] number, Map<Integer, Integer> backwardOf) {
        List<PyTorchStep> steps = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            int op = row.get(column);
            Integer backward = backwardOf.get(op);
            if (backward == null) {
                steps.add(PyTorchStep.computing(steps.size() + 1, List.of(cell(op, number))));
            } else if (column + 1 < row.size() && backward.equals(row.get(column + 1))) {
                steps.add(PyTorchStep.computing(steps.size() + 1, List.of(cell(op, number), cell(backward, number))));
                column++;
            } else {
                throw new OpListException(label(backward) + " does not directly follow " + label(op)
                        + ", so the two cannot share a cell of PyTorch's file.");
            }
        }
        return steps;
    }

    private static String text(List<List<PyTorchStep>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<PyTorchStep> row : rows) {
            text.append(row.stream().map(PyTorchStep::toString).collect(Collectors.joining(",")))
                    .append('\n');
        }
        return text.toString();
    }

    private void requirePair(OverlappedPair pair) {
        OpKind forward = problem.ops().get(pair.forward()).kind();
        OpKind backward = problem.ops().get(pair.backward()).kind();
        if (forward != OpKind.F || (backward != OpKind.B && backward != OpKind.I)) {
            throw new OpListException(label(pair.forward()) + " and " + label(pair.backward())
                    + " cannot share a cell of PyTorch's file, which takes a forward and then a backward.");
        }
    }

    private PyTorchCell cell(int index, int[] number) {
        Op op = problem.ops().get(index);
        boolean full = op.stage() == 0 && op.kind() != OpKind.F && firstStage != PyTorchCsv.FirstStage.AS_CUT;
        return new PyTorchCell(full ? OpKind.B : op.kind(), op.stage(), number[op.microBatch()]);
    }

    private String label(int op) {
        return problem.ops().get(op).label();
    }

    private String name(int device) {
        return problem.devices().get(device).name();
    }
}

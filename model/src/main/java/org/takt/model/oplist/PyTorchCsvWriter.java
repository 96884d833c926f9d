package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.Schedule;

/** Writes one schedule as a {@link PyTorchCsv} file. */
final class PyTorchCsvWriter {
    private final Problem problem;
    private final Schedule schedule;
    private final ChainTable table;
    private final List<Integer> order;

    PyTorchCsvWriter(Problem problem, Schedule schedule) {
        this.problem = problem;
        this.schedule = schedule;
        table = new ChainTable(problem);
        order = new ExecutionOrder(problem).of(schedule);
    }

    PyTorchCsv.Written write() {
        requireKinds();
        requireChains();
        List<Integer> microBatches = orderOfLastStage();
        int[] number = new int[table.microBatches()];
        for (int index = 0; index < number.length; index++) {
            number[microBatches.get(index)] = index;
        }
        return new PyTorchCsv.Written(text(rows(), number), microBatches);
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

    private List<List<Op>> rows() {
        List<List<Op>> rows = new ArrayList<>();
        problem.devices().forEach(device -> rows.add(new ArrayList<>()));
        int[] deviceOfStage = new int[table.stages()];
        Arrays.fill(deviceOfStage, -1);
        for (int index : order) {
            Op op = problem.ops().get(index);
            if (op.kind().isTransfer()) {
                continue;
            }
            int device = table.device(index, schedule.mode(index));
            int earlier = deviceOfStage[op.stage()];
            if (earlier >= 0 && earlier != device) {
                throw new OpListException("Stage " + op.stage() + " runs on " + name(earlier) + " and on "
                        + name(device) + ", but in PyTorch's file a stage belongs to one device.");
            }
            deviceOfStage[op.stage()] = device;
            rows.get(device).add(op);
        }
        for (int device = 0; device < rows.size(); device++) {
            if (rows.get(device).isEmpty()) {
                throw new OpListException(
                        "Device " + name(device) + " holds no stage, but PyTorch's runtime needs one on every device.");
            }
        }
        return rows;
    }

    private static String text(List<List<Op>> rows, int[] number) {
        StringBuilder text = new StringBuilder();
        for (List<Op> row : rows) {
            for (int index = 0; index < row.size(); index++) {
                Op op = row.get(index);
                text.append(index == 0 ? "" : ",")
                        .append(op.stage())
                        .append(op.kind())
                        .append(number[op.microBatch()]);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String name(int device) {
        return problem.devices().get(device).name();
    }
}

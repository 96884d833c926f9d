package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.takt.model.oplist.PyTorchCsv.FirstStage;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Report;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.model.verification.Violation;

/**
 * What PyTorch's runtime makes of a schedule: on stage 0, which has no input gradient to hand on, it computes the whole
 * backward where the weight gradient stands. So full backwards are written there, in the place of whichever part makes
 * the run shorter; that of the input gradient never holds more memory than the schedule. Everything else keeps its order
 * and starts as early as it can. O(n log n).
 *
 * @param written the file and what its numbers mean
 * @param firstStage how the backwards of stage 0 stand in the file
 * @param report the run's figures, if the schedule cuts backwards of stage 0; else the run is the schedule
 */
public record PyTorchRun(PyTorchCsv.Written written, FirstStage firstStage, Optional<Report> report) {
    /**
     * Returns the run of a schedule.
     *
     * @param schedule a schedule of the problem that the verifier accepts
     * @param pairs ops that are to share {@code OVERLAP_F_B} cells
     * @throws OpListException if the file cannot express it (see {@link PyTorchCsv#write}), or if the run breaks a rule
     */
    public static PyTorchRun of(Problem problem, Schedule schedule, List<OverlappedPair> pairs, PyTorchCsv.Form form) {
        boolean cut = Stream.iterate(0, op -> op < schedule.size(), op -> op + 1)
                .anyMatch(op -> schedule.isPresent(op) && isFirst(problem.ops().get(op), OpKind.I));
        if (!cut) {
            return new PyTorchRun(
                    PyTorchCsv.write(problem, schedule, pairs, form, FirstStage.AS_CUT),
                    FirstStage.AS_CUT,
                    Optional.empty());
        }
        // Without this, a problem that no file can express would be taken apart below.
        PyTorchCsv.write(problem, schedule);
        return cheaper(problem, schedule, pairs, form);
    }

    private static PyTorchRun cheaper(
            Problem problem, Schedule schedule, List<OverlappedPair> pairs, PyTorchCsv.Form form) {
        Problem executed = executed(problem);
        DeviceOrders orders = DeviceOrders.of(problem, schedule);
        Verdict atInput = verdict(executed, moved(executed, orders));
        Verdict atWeight = verdict(executed, orders);
        boolean late = atWeight instanceof Verdict.Accepted second
                && (!(atInput instanceof Verdict.Accepted first)
                        || second.report().makespan() < first.report().makespan());
        FirstStage choice = late ? FirstStage.FULL_AT_WEIGHT_GRADIENT : FirstStage.FULL_AT_INPUT_GRADIENT;
        if (!((late ? atWeight : atInput) instanceof Verdict.Accepted accepted)) {
            throw new OpListException("On stage 0 PyTorch's runtime computes the whole backward at once, and then: "
                    + String.join(
                            " ",
                            ((Verdict.Rejected) atInput)
                                    .violations().stream()
                                            .map(Violation::message)
                                            .toList()));
        }
        return new PyTorchRun(
                PyTorchCsv.write(problem, schedule, pairs, form, choice), choice, Optional.of(accepted.report()));
    }

    private static boolean isFirst(Op op, OpKind kind) {
        return op.kind() == kind && op.stage() == 0;
    }

    private static Verdict verdict(Problem problem, DeviceOrders orders) {
        TimingResult timing = new Timing(problem).earliest(orders);
        if (timing instanceof TimingResult.Timed timed) {
            return new Verifier(problem).verify(timed.schedule());
        }
        throw new IllegalStateException("The orders of a schedule deadlock.");
    }

    /** Returns the problem with input gradients of stage 0 that take nothing and weight gradients that do their work. */
    private static Problem executed(Problem problem) {
        ChainTable table = new ChainTable(problem);
        Op[] ops = problem.ops().toArray(new Op[0]);
        Map<Integer, Integer> weightOf = new HashMap<>();
        for (int microBatch = 0; microBatch < table.microBatches(); microBatch++) {
            int input = table.op(OpKind.I, 0, microBatch);
            int weight = table.op(OpKind.W, 0, microBatch);
            if (input < 0 || weight < 0) {
                continue;
            }
            int full = table.op(OpKind.B, 0, microBatch);
            long duration = full >= 0
                    ? ops[full].modes().get(0).duration()
                    : ops[input].modes().get(0).duration()
                            + ops[weight].modes().get(0).duration();
            weightOf.put(input, weight);
            ops[input] = lasting(ops[input], 0);
            ops[weight] = lasting(ops[weight], duration);
        }
        return new Problem(
                problem.devices(),
                problem.resources(),
                Arrays.asList(ops),
                problem.precedences(),
                problem.buffers().stream()
                        .map(buffer -> heldLonger(buffer, weightOf))
                        .toList(),
                problem.presenceRules(),
                problem.objective());
    }

    private static Op lasting(Op op, long duration) {
        if (op.modes().size() > 1) {
            throw new OpListException(op.label() + " may run in several ways, which PyTorch's file cannot say.");
        }
        return new Op(
                op.kind(),
                op.pipeline(),
                op.stage(),
                op.microBatch(),
                op.segment(),
                op.optional(),
                List.of(new Mode(duration, op.modes().get(0).resources())));
    }

    private static Buffer heldLonger(Buffer buffer, Map<Integer, Integer> weightOf) {
        return new Buffer(
                buffer.device(),
                buffer.size(),
                weightOf.getOrDefault(buffer.takenAt(), buffer.takenAt()),
                buffer.releasedBy().stream()
                        .map(op -> weightOf.getOrDefault(op, op))
                        .distinct()
                        .toList(),
                buffer.conditions());
    }

    /** Returns the orders with each weight gradient of stage 0 directly behind its input gradient. */
    private static DeviceOrders moved(Problem problem, DeviceOrders orders) {
        ChainTable table = new ChainTable(problem);
        int[] modes = new int[problem.ops().size()];
        Arrays.setAll(modes, orders::mode);
        Map<Integer, List<Integer>> moved = new HashMap<>();
        orders.orders().forEach((resource, order) -> {
            List<Integer> row = new ArrayList<>();
            for (int index : order) {
                Op op = problem.ops().get(index);
                if (!isFirst(op, OpKind.W)) {
                    row.add(index);
                }
                if (isFirst(op, OpKind.I)) {
                    row.add(table.op(OpKind.W, 0, op.microBatch()));
                }
            }
            moved.put(resource, row);
        });
        return new DeviceOrders(problem, modes, moved);
    }
}

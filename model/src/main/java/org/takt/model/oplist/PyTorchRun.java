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
import org.takt.model.problem.Precedence;
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
 * What PyTorch's runtime makes of a schedule (torch 2.13.0, {@code schedules.py} and {@code stage.py}): on stage 0, which
 * has no input gradient to hand on, it computes the whole backward where the weight gradient stands. So full backwards
 * are written there, in the place of whichever part makes the run shorter; that of the input gradient never holds more
 * memory than the schedule. And what the ops of an {@code OVERLAP_F_B} cell send leaves after the last of them.
 * Everything else keeps its order and starts as early as it can. O(n log n).
 *
 * @param written the file and what its numbers mean
 * @param firstStage how the backwards of stage 0 stand in the file
 * @param report the run's figures, if the schedule cuts backwards of stage 0 or there are pairs; else the run is the
 *     schedule
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
            PyTorchCsv.Written written = PyTorchCsv.write(problem, schedule, pairs, form, FirstStage.AS_CUT);
            Optional<Report> report = pairs.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            accepted(verdict(sendingAtTheEnd(problem, pairs), DeviceOrders.of(problem, schedule))));
            return new PyTorchRun(written, FirstStage.AS_CUT, report);
        }
        return cheaper(problem, schedule, pairs, form);
    }

    private static PyTorchRun cheaper(
            Problem problem, Schedule schedule, List<OverlappedPair> pairs, PyTorchCsv.Form form) {
        // First, as what follows takes for granted that a file can express the problem and its cells do not deadlock.
        PyTorchCsv.Written early = PyTorchCsv.write(problem, schedule, pairs, form, FirstStage.FULL_AT_INPUT_GRADIENT);
        DeviceOrders orders = DeviceOrders.of(problem, schedule);
        Problem executed = sendingAtTheEnd(executed(problem), pairs);
        Verdict atInput = verdict(executed, moved(executed, orders));
        boolean movable = pairs.stream().noneMatch(pair -> isFirst(problem.ops().get(pair.backward()), OpKind.I));
        if (movable
                && verdict(executed, orders) instanceof Verdict.Accepted late
                && (!(atInput instanceof Verdict.Accepted accepted)
                        || late.report().makespan() < accepted.report().makespan())) {
            PyTorchCsv.Written written =
                    PyTorchCsv.write(problem, schedule, pairs, form, FirstStage.FULL_AT_WEIGHT_GRADIENT);
            return new PyTorchRun(written, FirstStage.FULL_AT_WEIGHT_GRADIENT, Optional.of(late.report()));
        }
        return new PyTorchRun(early, FirstStage.FULL_AT_INPUT_GRADIENT, Optional.of(accepted(atInput)));
    }

    private static Report accepted(Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            return accepted.report();
        }
        throw new OpListException("What PyTorch's runtime makes of the schedule breaks its rules: "
                + String.join(
                        " ",
                        ((Verdict.Rejected) verdict)
                                .violations().stream().map(Violation::message).toList()));
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

    /** Returns the problem in which what a forward of a pair sends leaves when the pair is done. */
    private static Problem sendingAtTheEnd(Problem problem, List<OverlappedPair> pairs) {
        Map<Integer, Integer> lastOf = new HashMap<>();
        for (OverlappedPair pair : pairs) {
            Op backward = problem.ops().get(pair.backward());
            lastOf.put(
                    pair.forward(),
                    isFirst(backward, OpKind.I)
                            ? new ChainTable(problem).op(OpKind.W, 0, backward.microBatch())
                            : pair.backward());
        }
        return problem.withPrecedences(problem.precedences().stream()
                .flatMap(precedence -> delayed(precedence, lastOf))
                .toList());
    }

    private static Stream<Precedence> delayed(Precedence precedence, Map<Integer, Integer> lastOf) {
        Integer last = lastOf.get(precedence.before());
        return last == null || last == precedence.after()
                ? Stream.of(precedence)
                : Stream.of(precedence, new Precedence(last, precedence.after(), precedence.lag()));
    }

    private static Op lasting(Op op, long duration) {
        if (op.modes().size() > 1) {
            throw new OpListException(op.label() + " may run in several ways, which PyTorch's file cannot say.");
        }
        return op.withModes(List.of(new Mode(duration, op.modes().get(0).resources())));
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

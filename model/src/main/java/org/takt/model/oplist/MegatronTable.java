package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * The order of Megatron-LM's own 1F1B, plain or interleaved, which is all that its runtime executes
 * ({@code pipeline_parallel/schedules.py}, {@code get_schedule_table}): forwards go through the micro-batches in groups,
 * through all chunks of a group before the next group; backwards do the same with the chunks reversed; device r runs
 * (d − r − 1)·2 + (chunks − 1)·group forwards first, or d − r − 1 with one chunk.
 *
 * @param devices number of devices
 * @param microBatches number of micro-batches
 * @param chunks stages on each device
 * @param group micro-batches in a group, {@code --microbatch-group-size-per-virtual-pipeline-stage}
 */
public record MegatronTable(int devices, int microBatches, int chunks, int group) {
    private static final String RUNTIME = "Megatron-LM";

    /** A forward of the table. */
    private record Slot(int microBatch, int chunk) {}

    /** An op of a device; chunks from 0. */
    private record Pass(boolean forward, int microBatch, int chunk) {}

    public MegatronTable {
        if (devices < 1 || microBatches < 1 || chunks < 1 || group < 1) {
            throw new IllegalArgumentException("Devices, micro-batches, chunks and group must be at least 1: " + devices
                    + ", " + microBatches + ", " + chunks + ", " + group + ".");
        }
    }

    /**
     * Returns the table that makes Megatron-LM execute a schedule.
     *
     * @param schedule a schedule of the problem that the verifier accepts
     * @throws OpListException if Megatron-LM cannot: backwards are cut, the placement is no loop, or the order is that
     *     of no group size
     */
    public static MegatronTable of(Problem problem, Schedule schedule) {
        ChainOrders orders = new ChainOrders(problem, schedule, RUNTIME);
        if (!orders.isLoop()) {
            throw new OpListException(RUNTIME + " places stage s on device s mod d, but the schedule does not.");
        }
        List<List<Pass>> passes = new ArrayList<>();
        for (List<Integer> row : orders.rows()) {
            passes.add(row.stream().map(index -> pass(orders, orders.op(index))).toList());
        }
        int microBatches = orders.microBatches();
        for (int group = orders.chunks() == 1 ? microBatches : 1; group <= microBatches; group++) {
            MegatronTable table = new MegatronTable(orders.rows().size(), microBatches, orders.chunks(), group);
            if (table.differing(passes).isEmpty()) {
                return table;
            }
        }
        MegatronTable usual = new MegatronTable(
                orders.rows().size(),
                microBatches,
                orders.chunks(),
                Math.min(microBatches, orders.rows().size()));
        throw new OpListException(RUNTIME + " executes only its own 1F1B order, and the schedule is none of any group"
                + " size: with groups of " + usual.group() + ", device "
                + usual.differing(passes).orElseThrow() + " would run another order.");
    }

    private static Pass pass(ChainOrders orders, Op op) {
        if (op.kind() == OpKind.I || op.kind() == OpKind.W) {
            throw new OpListException(RUNTIME + " cuts no backwards, but the schedule has " + op.label() + ".");
        }
        return new Pass(op.kind() == OpKind.F, orders.number(op), orders.chunk(op.stage()));
    }

    private Optional<Integer> differing(List<List<Pass>> passes) {
        for (int device = 0; device < devices; device++) {
            if (!passes(device).equals(passes.get(device))) {
                return Optional.of(device);
            }
        }
        return Optional.empty();
    }

    private List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (int first = 0; first < microBatches; first += group) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                for (int microBatch = first; microBatch < Math.min(first + group, microBatches); microBatch++) {
                    slots.add(new Slot(microBatch, chunk));
                }
            }
        }
        return slots;
    }

    private int warmUp(int device) {
        int ahead = devices - device - 1;
        long forwards = chunks == 1 ? ahead : 2L * ahead + (chunks - 1L) * group;
        return (int) Math.min(forwards, (long) microBatches * chunks);
    }

    private List<Pass> passes(int device) {
        List<Slot> slots = slots();
        int warmUp = warmUp(device);
        List<Pass> passes = new ArrayList<>();
        for (int index = 0; index < slots.size() + warmUp; index++) {
            if (index < slots.size()) {
                passes.add(new Pass(
                        true, slots.get(index).microBatch(), slots.get(index).chunk()));
            }
            if (index >= warmUp) {
                Slot slot = slots.get(index - warmUp);
                passes.add(new Pass(false, slot.microBatch(), chunks - 1 - slot.chunk()));
            }
        }
        return passes;
    }

    /**
     * Returns the order of a device as Megatron-LM's {@code convert_schedule_table_to_order} has it: c for a forward of
     * chunk c, −c for a backward, chunks from 1.
     */
    public List<Integer> order(int device) {
        return passes(device).stream()
                .map(pass -> pass.forward() ? pass.chunk() + 1 : -pass.chunk() - 1)
                .toList();
    }

    /** Returns the table and the orders as JSON. */
    public String toJson() {
        StringBuilder text = new StringBuilder();
        text.append("{\"num_microbatches\": ")
                .append(microBatches)
                .append(", \"num_model_chunks\": ")
                .append(chunks)
                .append(", \"microbatch_group_size_per_vp_stage\": ")
                .append(group)
                .append(",\n \"schedule_table\": ")
                .append(slots().stream()
                        .map(slot -> "[" + slot.microBatch() + ", " + slot.chunk() + "]")
                        .collect(Collectors.joining(", ", "[", "]")))
                .append(",\n \"orders\": [\n");
        for (int device = 0; device < devices; device++) {
            text.append("  ").append(order(device)).append(device < devices - 1 ? ",\n" : "]}\n");
        }
        return text.toString();
    }
}

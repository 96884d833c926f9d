package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * The schedule that the runtime of Zero Bubble's Megatron takes (github.com/sail-sg/zero-bubble-pipeline-parallelism,
 * {@code zerobubble/scheduler/graph.py}): for each device the {@code ScheduledNode}s in order, before its own passes add
 * the communication. Here as JSON, {@code {"n_stages", "n_micro", "max_chunks", "nodes": [[...]]}}, which a scheduler
 * callback turns into nodes by {@code ScheduledNode(**{**node, "type": FuncType(node["type"])})}. There {@code B} is an
 * input gradient and {@code BW} a full backward; {@code stage} is the device, {@code chunk} counts its stages, and
 * {@code layer_group_idx} is the stage.
 *
 * <p>That runtime hands tensors over in order and looks at no micro-batch number. So on every stage the forwards, the
 * input gradients (or full backwards) and the weight gradients must each follow the micro-batches' order; and a
 * micro-batch's backwards must be cut on all stages or on none.
 */
public final class ScheduledNodes {
    private static final String RUNTIME = "Zero Bubble's runtime";
    private static final Map<OpKind, String> TYPES =
            Map.of(OpKind.F, "F", OpKind.B, "BW", OpKind.I, "B", OpKind.W, "W");

    private final ChainOrders orders;

    private ScheduledNodes(ChainOrders orders) {
        this.orders = orders;
    }

    /**
     * Returns the JSON text of a schedule. O(n log n).
     *
     * @param schedule a schedule of the problem that the verifier accepts
     * @throws OpListException if the runtime could not execute it: another placement than a loop or a V, backwards cut
     *     on some stages only, micro-batches out of order on a stage, or what no op-list expresses
     */
    public static String write(Problem problem, Schedule schedule) {
        ScheduledNodes nodes = new ScheduledNodes(new ChainOrders(problem, schedule, RUNTIME));
        nodes.requirePlacement();
        nodes.requireCutsAgree();
        nodes.requireOrder();
        return nodes.text();
    }

    private void requirePlacement() {
        if (!orders.isLoop() && !orders.isV()) {
            throw new OpListException(
                    RUNTIME + " passes tensors between neighbours only: the placement must be a loop or a V.");
        }
    }

    private void requireCutsAgree() {
        for (int microBatch = 0; microBatch < orders.microBatches(); microBatch++) {
            for (int stage = 1; stage < orders.stages(); stage++) {
                if (orders.has(OpKind.B, stage, microBatch) != orders.has(OpKind.B, 0, microBatch)) {
                    throw new OpListException(RUNTIME + " cuts the backwards of a micro-batch on all stages or on none,"
                            + " but stages 0 and " + stage + " differ in micro-batch " + microBatch + ".");
                }
            }
        }
    }

    private void requireOrder() {
        int[][] next = new int[3][orders.stages()];
        for (List<Integer> row : orders.rows()) {
            for (int index : row) {
                Op op = orders.op(index);
                int queue = op.kind() == OpKind.F ? 0 : op.kind() == OpKind.W ? 2 : 1;
                int least = next[queue][op.stage()];
                if (orders.number(op) < least) {
                    throw new OpListException(op.label() + " comes after that of a later micro-batch, but " + RUNTIME
                            + " takes the tensors of a stage in the order of the micro-batches.");
                }
                next[queue][op.stage()] = orders.number(op) + 1;
            }
        }
    }

    private String text() {
        List<String> rows = new ArrayList<>();
        for (List<Integer> row : orders.rows()) {
            rows.add(row.stream().map(this::node).collect(Collectors.joining(",\n    ", "   [", "]")));
        }
        return "{\"n_stages\": " + orders.rows().size() + ", \"n_micro\": " + orders.microBatches()
                + ", \"max_chunks\": " + orders.chunks() + ", \"nodes\": [\n" + String.join(",\n", rows) + "\n]}\n";
    }

    private String node(int index) {
        Op op = orders.op(index);
        return "{\"type\": \"" + TYPES.get(op.kind()) + "\", \"stage\": " + orders.device(op.stage())
                + ", \"microbatch\": " + orders.number(op) + ", \"chunk\": " + orders.chunk(op.stage())
                + ", \"layer_group_idx\": " + op.stage() + ", \"start_time\": " + orders.start(index)
                + ", \"completion_time\": " + orders.end(index) + "}";
    }
}

package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;

/**
 * Precedences that memory implies where interchangeable micro-batches run in order: if at most K of them can hold what
 * op a takes and no release before the end of op r returns, the (j+K)-th a starts no earlier than the j-th r ends.
 *
 * <p>Proof: let that part of the buffers taken at a be S together. When the (j+K)-th a has started (counting from 0), at
 * least j+K+1 of them have; each whose r has not ended holds S; so at most K are of that kind, at least j+1 have ended,
 * and as the ends of r are ordered, the j-th is among them. One such K for each op r that returns something.
 */
final class MemoryPrecedences {
    private final Problem problem;
    private final LongestPaths paths;

    MemoryPrecedences(Problem problem, LongestPaths paths) {
        this.problem = problem;
        this.paths = paths;
    }

    /** Adds the precedences of every group in which all roles are ordered. */
    void add(CpModel model, Variables variables, List<MicroBatchOrder> orders) {
        Map<Integer, List<Buffer>> buffersTakenAt = new HashMap<>();
        for (Buffer buffer : problem.buffers()) {
            if (buffer.conditions().isEmpty()
                    && problem.devices().get(buffer.device()).memoryLimit().isPresent()) {
                buffersTakenAt
                        .computeIfAbsent(buffer.takenAt(), op -> new ArrayList<>(2))
                        .add(buffer);
            }
        }
        for (MicroBatchOrder order : orders) {
            if (order.everyRole()) {
                for (List<Integer> takers : order.chains()) {
                    addFor(model, variables, order, takers, buffersTakenAt.getOrDefault(takers.get(0), List.of()));
                }
            }
        }
    }

    private void addFor(
            CpModel model, Variables variables, MicroBatchOrder order, List<Integer> takers, List<Buffer> taken) {
        Map<Integer, List<Buffer>> byDevice = new TreeMap<>();
        taken.forEach(buffer -> byDevice.computeIfAbsent(buffer.device(), device -> new ArrayList<>(2))
                .add(buffer));
        byDevice.forEach((device, buffers) -> {
            long capacity = problem.devices().get(device).bufferCapacity();
            for (List<Integer> releasers : releasers(order, buffers)) {
                long held = heldUntil(releasers.get(0), buffers);
                long atMost = capacity / held;
                for (long position = atMost; position < takers.size(); position++) {
                    model.addGreaterOrEqual(
                            variables.op(takers.get((int) position)).start(),
                            variables
                                    .op(releasers.get((int) (position - atMost)))
                                    .end());
                }
            }
        });
    }

    private static List<List<Integer>> releasers(MicroBatchOrder order, List<Buffer> buffers) {
        BitSet ops = new BitSet();
        buffers.forEach(buffer -> buffer.releasedBy().forEach(ops::set));
        return order.chains().stream().filter(chain -> ops.get(chain.get(0))).toList();
    }

    /**
     * Returns the size of the buffers that are not returned before the end of the op: those that it or a mandatory op
     * after it returns, and those that are kept.
     */
    private long heldUntil(int release, List<Buffer> buffers) {
        long held = 0;
        for (Buffer buffer : buffers) {
            OptionalInt later = buffer.releasedBy().stream()
                    .mapToInt(Integer::intValue)
                    .filter(op -> paths.between(release, op) != LongestPaths.NONE
                            && !problem.ops().get(op).optional())
                    .findFirst();
            if (later.isPresent() || buffer.releasedBy().isEmpty()) {
                held += buffer.size();
            }
        }
        return held;
    }
}

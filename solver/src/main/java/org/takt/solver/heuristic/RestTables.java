package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;

/**
 * What is left to do at least, by longest paths through the present ops: what {@link RestBound} starts from. Immutable; takes
 * O(size of the problem + buffers × ops behind a taker in its micro-batch) time.
 */
final class RestTables {
    private static final long UNREACHED = Long.MIN_VALUE / 4;

    /** Least time before the first op on a resource and after its last, and the time of all its ops. */
    final long[] resourceHead;

    final long[] resourceTail;
    final long[] load;

    /** Least time before the first taking on a device and after its last release, and size × least time held of all its buffers. */
    final long[] deviceHead;

    final long[] deviceTail;
    final double[] area;

    private final ListTables tables;
    private final int[] order;

    RestTables(Problem problem, ListTables tables) {
        this.tables = tables;
        order = topologicalOrder();
        long[] heads = heads();
        long[] tails = tails();
        resourceHead = filled(tables.ops.resources);
        resourceTail = filled(tables.ops.resources);
        load = new long[tables.ops.resources];
        int devices = tables.memory.capacity.length;
        deviceHead = filled(devices);
        deviceTail = filled(devices);
        area = new double[devices];
        for (int op : order) {
            for (int index = tables.ops.firstHeld[op]; index < tables.ops.firstHeld[op + 1]; index++) {
                int resource = tables.ops.held[index];
                resourceHead[resource] = Math.min(resourceHead[resource], heads[op]);
                resourceTail[resource] = Math.min(resourceTail[resource], tails[op]);
                load[resource] += tables.ops.duration[op];
            }
        }
        measureBuffers(problem.buffers(), heads, tails);
    }

    private static long[] filled(int size) {
        long[] values = new long[size];
        Arrays.fill(values, Long.MAX_VALUE / 4);
        return values;
    }

    private int[] topologicalOrder() {
        int[] waitsFor = tables.successors.predecessors.clone();
        int[] sorted = new int[tables.ops.present];
        int size = 0;
        for (int op = 0; op < waitsFor.length; op++) {
            if (tables.ops.isPresent(op) && waitsFor[op] == 0) {
                sorted[size++] = op;
            }
        }
        for (int done = 0; done < size; done++) {
            int op = sorted[done];
            for (int index = tables.successors.firstSuccessor[op];
                    index < tables.successors.firstSuccessor[op + 1];
                    index++) {
                if (--waitsFor[tables.successors.successor[index]] == 0) {
                    sorted[size++] = tables.successors.successor[index];
                }
            }
        }
        return sorted;
    }

    /** Returns the least start of each op. */
    private long[] heads() {
        long[] heads = new long[tables.ops.modes.length];
        for (int op : order) {
            relaxSuccessors(op, heads);
        }
        return heads;
    }

    private void relaxSuccessors(int op, long[] starts) {
        long end = starts[op] + tables.ops.duration[op];
        for (int index = tables.successors.firstSuccessor[op];
                index < tables.successors.firstSuccessor[op + 1];
                index++) {
            int successor = tables.successors.successor[index];
            starts[successor] = Math.max(starts[successor], end + tables.successors.lag[index]);
        }
    }

    /** Returns the least time from the end of each op to the end of all. */
    private long[] tails() {
        long[] tails = new long[tables.ops.modes.length];
        for (int place = order.length - 1; place >= 0; place--) {
            int op = order[place];
            for (int index = tables.successors.firstSuccessor[op];
                    index < tables.successors.firstSuccessor[op + 1];
                    index++) {
                int successor = tables.successors.successor[index];
                tails[op] = Math.max(
                        tails[op], tables.successors.lag[index] + tables.ops.duration[successor] + tails[successor]);
            }
        }
        return tails;
    }

    /** Paths through other micro-batches are left out, which makes what is found lower at most. */
    private void measureBuffers(List<Buffer> buffers, long[] heads, long[] tails) {
        int[][] opsOf = opsByMicroBatch();
        long[] starts = new long[tables.ops.modes.length];
        for (int index = 0; index < tables.memory.bufferDevice.length; index++) {
            Buffer buffer = buffers.get(index);
            if (tables.memory.releaseCount[index] == 0 || tables.memory.capacity[buffer.device()] == Long.MAX_VALUE) {
                continue;
            }
            startAllAfter(buffer.takenAt(), opsOf[tables.order.entry[buffer.takenAt()]], starts);
            long held = 0;
            long tail = 0;
            for (int op : buffer.releasedBy()) {
                if (tables.ops.isPresent(op)) {
                    held = Math.max(held, starts[op] + tables.ops.duration[op]);
                    tail = Math.max(tail, tails[op]);
                }
            }
            int device = buffer.device();
            area[device] += (double) held * buffer.size();
            deviceHead[device] = Math.min(deviceHead[device], heads[buffer.takenAt()]);
            deviceTail[device] = Math.min(deviceTail[device], tail);
        }
    }

    private int[][] opsByMicroBatch() {
        int[] sizes = new int[tables.ops.microBatches];
        for (int op : order) {
            sizes[tables.order.entry[op]]++;
        }
        int[][] ops = new int[tables.ops.microBatches][];
        Arrays.setAll(ops, microBatch -> new int[sizes[microBatch]]);
        Arrays.fill(sizes, 0);
        for (int op : order) {
            ops[tables.order.entry[op]][sizes[tables.order.entry[op]]++] = op;
        }
        return ops;
    }

    /** Sets the least starts of a micro-batch's ops relative to that of one of them. */
    private void startAllAfter(int taker, int[] ops, long[] starts) {
        for (int op : ops) {
            starts[op] = UNREACHED;
        }
        starts[taker] = 0;
        for (int op : ops) {
            if (starts[op] >= 0) {
                relaxSuccessors(op, starts);
            }
        }
    }
}

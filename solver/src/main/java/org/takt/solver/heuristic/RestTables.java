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
        resourceHead = filled(tables.resources);
        resourceTail = filled(tables.resources);
        load = new long[tables.resources];
        int devices = tables.capacity.length;
        deviceHead = filled(devices);
        deviceTail = filled(devices);
        area = new double[devices];
        for (int op : order) {
            for (int index = tables.firstHeld[op]; index < tables.firstHeld[op + 1]; index++) {
                int resource = tables.held[index];
                resourceHead[resource] = Math.min(resourceHead[resource], heads[op]);
                resourceTail[resource] = Math.min(resourceTail[resource], tails[op]);
                load[resource] += tables.duration[op];
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
        int[] waitsFor = tables.predecessors.clone();
        int[] sorted = new int[tables.present];
        int size = 0;
        for (int op = 0; op < waitsFor.length; op++) {
            if (tables.isPresent(op) && waitsFor[op] == 0) {
                sorted[size++] = op;
            }
        }
        for (int done = 0; done < size; done++) {
            int op = sorted[done];
            for (int index = tables.firstSuccessor[op]; index < tables.firstSuccessor[op + 1]; index++) {
                if (--waitsFor[tables.successor[index]] == 0) {
                    sorted[size++] = tables.successor[index];
                }
            }
        }
        return sorted;
    }

    /** Returns the least start of each op. */
    private long[] heads() {
        long[] heads = new long[tables.modes.length];
        for (int op : order) {
            relaxSuccessors(op, heads);
        }
        return heads;
    }

    private void relaxSuccessors(int op, long[] starts) {
        long end = starts[op] + tables.duration[op];
        for (int index = tables.firstSuccessor[op]; index < tables.firstSuccessor[op + 1]; index++) {
            int successor = tables.successor[index];
            starts[successor] = Math.max(starts[successor], end + tables.lag[index]);
        }
    }

    /** Returns the least time from the end of each op to the end of all. */
    private long[] tails() {
        long[] tails = new long[tables.modes.length];
        for (int place = order.length - 1; place >= 0; place--) {
            int op = order[place];
            for (int index = tables.firstSuccessor[op]; index < tables.firstSuccessor[op + 1]; index++) {
                int successor = tables.successor[index];
                tails[op] = Math.max(tails[op], tables.lag[index] + tables.duration[successor] + tails[successor]);
            }
        }
        return tails;
    }

    /** Paths through other micro-batches are left out, which makes what is found lower at most. */
    private void measureBuffers(List<Buffer> buffers, long[] heads, long[] tails) {
        int[][] opsOf = opsByMicroBatch();
        long[] starts = new long[tables.modes.length];
        for (int index = 0; index < tables.bufferDevice.length; index++) {
            Buffer buffer = buffers.get(index);
            if (tables.releaseCount[index] == 0 || tables.capacity[buffer.device()] == Long.MAX_VALUE) {
                continue;
            }
            startAllAfter(buffer.takenAt(), opsOf[tables.microBatch[buffer.takenAt()]], starts);
            long held = 0;
            long tail = 0;
            for (int op : buffer.releasedBy()) {
                if (tables.isPresent(op)) {
                    held = Math.max(held, starts[op] + tables.duration[op]);
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
        int[] sizes = new int[tables.microBatches];
        for (int op : order) {
            sizes[tables.microBatch[op]]++;
        }
        int[][] ops = new int[tables.microBatches][];
        Arrays.setAll(ops, microBatch -> new int[sizes[microBatch]]);
        Arrays.fill(sizes, 0);
        for (int op : order) {
            ops[tables.microBatch[op]][sizes[tables.microBatch[op]]++] = op;
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

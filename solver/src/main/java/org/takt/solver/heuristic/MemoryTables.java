package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Problem;

/** What present ops take of the memory of devices, and which buffers they release. */
final class MemoryTables {
    /** What a device has for buffers. */
    final long[] capacity;

    /** What an op takes on each device it takes memory on. */
    final int[] firstTaking;

    final int[] takingDevice;
    final long[] taking;

    /** The buffers that an op releases, each perhaps with others. */
    final int[] firstRelease;

    final int[] release;

    /** By buffer. */
    final int[] releaseCount;

    final int[] bufferDevice;
    final long[] bufferSize;
    final int[] bufferTaker;

    MemoryTables(Problem problem, OpTables ops) {
        capacity = new long[problem.devices().size()];
        Arrays.setAll(capacity, device -> problem.devices().get(device).bufferCapacity());
        int buffers = problem.buffers().size();
        bufferDevice = new int[buffers];
        bufferSize = new long[buffers];
        bufferTaker = new int[buffers];
        releaseCount = new int[buffers];
        firstTaking = new int[ops.modes.length + 1];
        firstRelease = new int[ops.modes.length + 1];
        boolean[] exists = count(problem.buffers(), ops);
        takingDevice = new int[firstTaking[ops.modes.length]];
        taking = new long[takingDevice.length];
        release = new int[firstRelease[ops.modes.length]];
        list(problem.buffers(), exists, ops);
    }

    private boolean[] count(List<Buffer> buffers, OpTables ops) {
        boolean[] exists = new boolean[buffers.size()];
        for (int index = 0; index < exists.length; index++) {
            Buffer buffer = buffers.get(index);
            bufferDevice[index] = buffer.device();
            bufferSize[index] = buffer.size();
            bufferTaker[index] = buffer.takenAt();
            exists[index] = exists(buffer, ops);
            if (exists[index]) {
                firstTaking[buffer.takenAt() + 1]++;
                for (int op : buffer.releasedBy()) {
                    if (ops.isPresent(op)) {
                        firstRelease[op + 1]++;
                        releaseCount[index]++;
                    }
                }
            }
        }
        ListTables.accumulate(firstTaking);
        ListTables.accumulate(firstRelease);
        return exists;
    }

    private static boolean exists(Buffer buffer, OpTables ops) {
        if (!ops.isPresent(buffer.takenAt())) {
            return false;
        }
        for (Condition condition : buffer.conditions()) {
            if (!condition.holdsIn(ops.modes[condition.op()])) {
                return false;
            }
        }
        return true;
    }

    /** Several buffers that an op takes on one device count as one taking; the room of the others stays empty. */
    private void list(List<Buffer> buffers, boolean[] exists, OpTables ops) {
        int[] nextRelease = firstRelease.clone();
        for (int index = 0; index < exists.length; index++) {
            if (exists[index]) {
                Buffer buffer = buffers.get(index);
                addTaking(buffer);
                for (int op : buffer.releasedBy()) {
                    if (ops.isPresent(op)) {
                        release[nextRelease[op]++] = index;
                    }
                }
            }
        }
    }

    private void addTaking(Buffer buffer) {
        int slot = firstTaking[buffer.takenAt()];
        while (taking[slot] > 0 && takingDevice[slot] != buffer.device()) {
            slot++;
        }
        takingDevice[slot] = buffer.device();
        taking[slot] += buffer.size();
    }
}

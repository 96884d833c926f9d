package org.takt.solver.heuristic;

import java.util.Arrays;
import org.takt.model.schedule.Schedule;

/**
 * A schedule that is being built from its beginning in the order of time: which ops have started, and what the others wait
 * for. Who builds it asks {@link #next} which resource to look at, and starts ops there. Invariants: {@code known[r]}
 * holds the ops on resource r whose predecessors have all started, that are next in their chain and have not started; the time
 * of a known op is final; ends at one instant are handled before any resource is looked at.
 */
final class PartialSchedule {
    final ListTables tables;
    /** When an op started, or else the earliest that its started predecessors leave. */
    final long[] times;

    final long[] freeAt;
    final int[][] known;
    final int[] knownSize;
    final MemoryLedger memory;
    /** Forwards whose backward has not ended, by stage slot. */
    final int[] inFlight;

    private final int[] waitsFor;
    private final boolean[] turn;
    private final int[] releasesLeft;
    private final EventQueue events;
    private int started;

    /** Prepares an empty schedule; ops that need no resource may have started. */
    PartialSchedule(ListTables tables) {
        this.tables = tables;
        times = new long[tables.ops.modes.length];
        freeAt = new long[tables.ops.resources];
        known = new int[tables.ops.resources][8];
        knownSize = new int[tables.ops.resources];
        memory = new MemoryLedger(tables);
        inFlight = new int[tables.ops.stageSlots];
        waitsFor = tables.successors.predecessors.clone();
        turn = tables.order.headOfChain.clone();
        releasesLeft = tables.memory.releaseCount.clone();
        events = new EventQueue(tables.ops.resources);
        announceFirst();
    }

    /** Becomes a copy of another schedule of the same tables. Takes O(ops) time. */
    void copyFrom(PartialSchedule other) {
        copy(other.times, times);
        copy(other.freeAt, freeAt);
        for (int resource = 0; resource < known.length; resource++) {
            int size = other.knownSize[resource];
            if (known[resource].length < size) {
                known[resource] = new int[other.known[resource].length];
            }
            System.arraycopy(other.known[resource], 0, known[resource], 0, size);
        }
        System.arraycopy(other.knownSize, 0, knownSize, 0, knownSize.length);
        memory.copyFrom(other.memory);
        System.arraycopy(other.inFlight, 0, inFlight, 0, inFlight.length);
        System.arraycopy(other.waitsFor, 0, waitsFor, 0, waitsFor.length);
        System.arraycopy(other.turn, 0, turn, 0, turn.length);
        System.arraycopy(other.releasesLeft, 0, releasesLeft, 0, releasesLeft.length);
        events.copyFrom(other.events);
        started = other.started;
    }

    private static void copy(long[] from, long[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    /** Goes on in time to the next resource that may have become useful and returns it, or −1 if nothing will happen any more. */
    int next() {
        while (!events.isEmpty()) {
            int subject = events.remove();
            if (subject >= 0) {
                return subject;
            }
            end(~subject);
        }
        return -1;
    }

    /** Returns the time that {@link #next} came to. */
    long now() {
        return events.now();
    }

    /** Has every resource looked at once more, now. */
    void lookAgain() {
        for (int resource = 0; resource < known.length; resource++) {
            if (knownSize[resource] > 0) {
                events.addResource(events.now(), resource);
            }
        }
    }

    /** Returns the number of ops that have started. */
    int started() {
        return started;
    }

    boolean isComplete() {
        return started == tables.ops.present;
    }

    /** Returns when the last op ends, where the schedule is complete. */
    long makespan() {
        long makespan = 0;
        for (int op = 0; op < times.length; op++) {
            if (tables.ops.isPresent(op)) {
                makespan = Math.max(makespan, times[op] + tables.ops.duration[op]);
            }
        }
        return makespan;
    }

    /** Returns the schedule, where it is complete. */
    Schedule schedule() {
        return new Schedule(times, tables.ops.modes);
    }

    /** Returns whether all that an op holds is free from a time on. */
    boolean isFree(int op, long time) {
        for (int index = tables.ops.firstHeld[op]; index < tables.ops.firstHeld[op + 1]; index++) {
            if (freeAt[tables.ops.held[index]] > time) {
                return false;
            }
        }
        return true;
    }

    /** Starts a known op at a time not before now, from which on all it holds is free; its memory is taken at once. */
    void start(int op, long time) {
        OpTables ops = tables.ops;
        started++;
        times[op] = time;
        long end = time + ops.duration[op];
        memory.take(op);
        if (ops.kindClass[op] == OpTables.FORWARD) {
            inFlight[ops.stageSlot[op]]++;
        }
        for (int index = ops.firstHeld[op]; index < ops.firstHeld[op + 1]; index++) {
            freeAt[ops.held[index]] = end;
            removeKnown(ops.held[index], op);
        }
        events.addEnd(end, op);
        allowNextInChain(op, time);
        allowSuccessors(op, end);
    }

    private void allowNextInChain(int op, long time) {
        int next = tables.order.nextInChain[op];
        if (next >= 0) {
            turn[next] = true;
            times[next] = Math.max(times[next], time);
            announceIfKnown(next);
        }
    }

    private void allowSuccessors(int op, long end) {
        SuccessorTables successors = tables.successors;
        for (int index = successors.firstSuccessor[op]; index < successors.firstSuccessor[op + 1]; index++) {
            int successor = successors.successor[index];
            times[successor] = Math.max(times[successor], end + successors.lag[index]);
            waitsFor[successor]--;
            announceIfKnown(successor);
        }
    }

    /** Ops that are announced may start at once and make others known, which are then announced by that. */
    private void announceFirst() {
        int[] first = new int[tables.ops.modes.length];
        int count = 0;
        for (int op = 0; op < first.length; op++) {
            if (tables.ops.isPresent(op) && waitsFor[op] == 0 && turn[op]) {
                first[count++] = op;
            }
        }
        for (int index = 0; index < count; index++) {
            announceIfKnown(first[index]);
        }
    }

    /** A resource that is still busy when the op is ready is looked at when it becomes free. */
    private void announceIfKnown(int op) {
        if (waitsFor[op] > 0 || !turn[op]) {
            return;
        }
        OpTables ops = tables.ops;
        int end = ops.firstHeld[op + 1];
        if (ops.firstHeld[op] == end) {
            start(op, times[op]);
            return;
        }
        for (int index = ops.firstHeld[op]; index < end; index++) {
            int resource = ops.held[index];
            addKnown(resource, op);
            if (times[op] >= freeAt[resource]) {
                events.addResource(times[op], resource);
            }
        }
    }

    private void addKnown(int resource, int op) {
        if (knownSize[resource] == known[resource].length) {
            known[resource] = Arrays.copyOf(known[resource], 2 * knownSize[resource]);
        }
        known[resource][knownSize[resource]++] = op;
    }

    private void removeKnown(int resource, int op) {
        int[] ops = known[resource];
        int at = 0;
        while (ops[at] != op) {
            at++;
        }
        knownSize[resource]--;
        System.arraycopy(ops, at + 1, ops, at, knownSize[resource] - at);
    }

    private void end(int op) {
        OpTables ops = tables.ops;
        if (ops.kindClass[op] == OpTables.BACKWARD) {
            inFlight[ops.stageSlot[op]]--;
        }
        release(op);
        for (int index = ops.firstHeld[op]; index < ops.firstHeld[op + 1]; index++) {
            events.addResource(events.now(), ops.held[index]);
        }
    }

    /** Returns the buffers of which the op is the last to release; others on their devices may fit then. */
    private void release(int op) {
        MemoryTables buffers = tables.memory;
        for (int index = buffers.firstRelease[op]; index < buffers.firstRelease[op + 1]; index++) {
            int buffer = buffers.release[index];
            if (--releasesLeft[buffer] == 0) {
                memory.release(buffer);
                int compute = tables.ops.computeOfDevice[buffers.bufferDevice[buffer]];
                if (compute >= 0) {
                    events.addResource(events.now(), compute);
                }
            }
        }
    }
}

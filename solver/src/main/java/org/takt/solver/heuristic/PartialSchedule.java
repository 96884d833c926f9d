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
    private final EventQueue events = new EventQueue();
    private int started;
    private long now;

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
        now = other.now;
    }

    private static void copy(long[] from, long[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    /** Goes on in time to the next resource that may have become useful and returns it, or −1 if nothing will happen any more. */
    int next() {
        while (!events.isEmpty()) {
            now = events.time();
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
        return now;
    }

    /** Has every resource looked at once more, now. */
    void lookAgain() {
        for (int resource = 0; resource < known.length; resource++) {
            if (knownSize[resource] > 0) {
                events.addResource(now, resource);
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
        started++;
        times[op] = time;
        long end = time + tables.ops.duration[op];
        memory.take(op);
        if (tables.ops.kindClass[op] == OpTables.FORWARD) {
            inFlight[tables.ops.stageSlot[op]]++;
        }
        for (int index = tables.ops.firstHeld[op]; index < tables.ops.firstHeld[op + 1]; index++) {
            freeAt[tables.ops.held[index]] = end;
            removeKnown(tables.ops.held[index], op);
        }
        events.addEnd(end, op);
        int next = tables.order.nextInChain[op];
        if (next >= 0) {
            turn[next] = true;
            times[next] = Math.max(times[next], time);
            announceIfKnown(next);
        }
        for (int index = tables.successors.firstSuccessor[op];
                index < tables.successors.firstSuccessor[op + 1];
                index++) {
            int successor = tables.successors.successor[index];
            times[successor] = Math.max(times[successor], end + tables.successors.lag[index]);
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
        int end = tables.ops.firstHeld[op + 1];
        if (tables.ops.firstHeld[op] == end) {
            start(op, times[op]);
            return;
        }
        for (int index = tables.ops.firstHeld[op]; index < end; index++) {
            addKnown(tables.ops.held[index], op);
            if (times[op] >= freeAt[tables.ops.held[index]]) {
                events.addResource(times[op], tables.ops.held[index]);
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
        if (tables.ops.kindClass[op] == OpTables.BACKWARD) {
            inFlight[tables.ops.stageSlot[op]]--;
        }
        for (int index = tables.memory.firstRelease[op]; index < tables.memory.firstRelease[op + 1]; index++) {
            int buffer = tables.memory.release[index];
            if (--releasesLeft[buffer] == 0) {
                memory.release(buffer);
                int compute = tables.ops.computeOfDevice[tables.memory.bufferDevice[buffer]];
                if (compute >= 0) {
                    events.addResource(now, compute);
                }
            }
        }
        for (int index = tables.ops.firstHeld[op]; index < tables.ops.firstHeld[op + 1]; index++) {
            events.addResource(now, tables.ops.held[index]);
        }
    }
}

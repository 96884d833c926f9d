package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.takt.model.schedule.Schedule;

/**
 * One walk of a list scheduler through time. Invariants: {@code known[r]} holds the ops on resource r whose predecessors have
 * all started, that are next in their chain and have not started; {@code readyAt} of a known op is final; ends at one instant
 * are handled before any resource is looked at.
 */
final class ListRun {
    /** What a random warm-up stays below, in per cent of 1F1B's. */
    private static final int LARGEST_WARM_UP = 400;

    private final ListTables tables;
    private final ListPolicy policy;
    private final int whimPermille;
    private final Random random;
    /** Forwards in flight below which a stage prefers forwards, by stage slot. */
    private final int[] warmUp;

    private final int[] patiencePercent;
    private final long[] starts;
    private final long[] readyAt;
    private final int[] waitsFor;
    private final boolean[] turn;
    private final long[] freeAt;
    private final int[][] known;
    private final int[] knownSize;
    private final EventQueue events = new EventQueue();
    private final int[] releasesLeft;
    private final MemoryLedger memory;
    private final int[] inFlight;
    private int started;

    ListRun(ListTables tables, ListPolicy policy, Variation variation) {
        this.tables = tables;
        this.policy = policy;
        whimPermille = variation.whimPermille();
        random = new Random(variation.seed());
        warmUp = new int[tables.stageSlots];
        patiencePercent = new int[tables.stageSlots];
        for (int slot = 0; slot < tables.stageSlots; slot++) {
            boolean isOwn = random.nextInt(100) < variation.stagePercent();
            long percent = isOwn ? random.nextInt(LARGEST_WARM_UP) : policy.warmUpPercent();
            warmUp[slot] = (int) Math.min(Integer.MAX_VALUE, 1 + percent * tables.distanceToLast[slot] / 100);
            patiencePercent[slot] = isOwn ? random.nextInt(101) : policy.patiencePercent();
        }
        starts = new long[tables.modes.length];
        readyAt = new long[tables.modes.length];
        waitsFor = tables.predecessors.clone();
        turn = tables.headOfChain.clone();
        freeAt = new long[tables.resources];
        known = new int[tables.resources][8];
        knownSize = new int[tables.resources];
        releasesLeft = tables.releaseCount.clone();
        memory = new MemoryLedger(tables);
        inFlight = new int[tables.stageSlots];
    }

    Optional<Schedule> execute() {
        announceFirst();
        while (!events.isEmpty()) {
            long time = events.time();
            int subject = events.remove();
            if (subject < 0) {
                end(~subject, time);
            } else {
                serve(subject, time);
            }
        }
        return started == tables.present ? Optional.of(new Schedule(starts, tables.modes)) : Optional.empty();
    }

    /** Ops that are announced may start at once and make others known, which are then announced by that. */
    private void announceFirst() {
        int[] first = new int[tables.modes.length];
        int count = 0;
        for (int op = 0; op < first.length; op++) {
            if (tables.isPresent(op) && waitsFor[op] == 0 && turn[op]) {
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
        int end = tables.firstHeld[op + 1];
        if (tables.firstHeld[op] == end) {
            start(op, readyAt[op]);
            return;
        }
        for (int index = tables.firstHeld[op]; index < end; index++) {
            addKnown(tables.held[index], op);
            if (readyAt[op] >= freeAt[tables.held[index]]) {
                events.addResource(readyAt[op], tables.held[index]);
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

    private void serve(int resource, long time) {
        while (freeAt[resource] <= time) {
            int op = choose(resource, time);
            if (op < 0) {
                return;
            }
            start(op, time);
            if (tables.duration[op] > 0) {
                return;
            }
        }
    }

    private int choose(int resource, long time) {
        if (whimPermille > 0 && random.nextInt(1000) < whimPermille) {
            return any(resource, time);
        }
        int[] candidates = known[resource];
        int best = -1;
        for (int index = 0; index < knownSize[resource]; index++) {
            int op = candidates[index];
            if (readyAt[op] <= time && (best < 0 || precedes(op, best)) && mayStart(op, time)) {
                best = op;
            }
        }
        return best >= 0 && !holdsUpBetter(best, resource, time) ? best : -1;
    }

    private int any(int resource, long time) {
        int chosen = -1;
        int startable = 0;
        for (int index = 0; index < knownSize[resource]; index++) {
            int op = known[resource][index];
            if (readyAt[op] <= time && mayStart(op, time) && random.nextInt(++startable) == 0) {
                chosen = op;
            }
        }
        return chosen;
    }

    /** Whether an op of a more preferred class becomes ready before the op would have run the part of its duration it may. */
    private boolean holdsUpBetter(int op, int resource, long time) {
        long slack = tables.duration[op] - tables.duration[op] * patiencePercent[tables.stageSlot[op]] / 100;
        for (int index = 0; index < knownSize[resource]; index++) {
            int other = known[resource][index];
            if (readyAt[other] > time
                    && readyAt[other] < time + slack
                    && preference(other) < preference(op)
                    && memory.fits(other)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayStart(int op, long time) {
        for (int index = tables.firstHeld[op]; index < tables.firstHeld[op + 1]; index++) {
            if (freeAt[tables.held[index]] > time) {
                return false;
            }
        }
        boolean putOff = policy.strict() && tables.kindClass[op] == ListTables.FORWARD && !isWarmingUp(op);
        return !putOff && memory.fits(op);
    }

    private boolean isWarmingUp(int op) {
        return inFlight[tables.stageSlot[op]] < warmUp[tables.stageSlot[op]];
    }

    private int preference(int op) {
        int kindClass = tables.kindClass[op];
        if (kindClass == ListTables.FORWARD && isWarmingUp(op)) {
            return -1;
        }
        return kindClass == ListTables.OTHER ? ListTables.BACKWARD : kindClass;
    }

    private boolean precedes(int op, int other) {
        int byPreference = Integer.compare(preference(op), preference(other));
        if (byPreference != 0) {
            return byPreference < 0;
        }
        if (tables.stage[op] != tables.stage[other]) {
            return tables.stage[op] > tables.stage[other] == policy.laterStageFirst();
        }
        return tables.priority[op] != tables.priority[other]
                ? tables.priority[op] < tables.priority[other]
                : op < other;
    }

    private void start(int op, long time) {
        started++;
        starts[op] = time;
        long end = time + tables.duration[op];
        memory.take(op);
        if (tables.kindClass[op] == ListTables.FORWARD) {
            inFlight[tables.stageSlot[op]]++;
        }
        for (int index = tables.firstHeld[op]; index < tables.firstHeld[op + 1]; index++) {
            freeAt[tables.held[index]] = end;
            removeKnown(tables.held[index], op);
        }
        events.addEnd(end, op);
        int next = tables.nextInChain[op];
        if (next >= 0) {
            turn[next] = true;
            readyAt[next] = Math.max(readyAt[next], time);
            announceIfKnown(next);
        }
        for (int index = tables.firstSuccessor[op]; index < tables.firstSuccessor[op + 1]; index++) {
            int successor = tables.successor[index];
            readyAt[successor] = Math.max(readyAt[successor], end + tables.lag[index]);
            waitsFor[successor]--;
            announceIfKnown(successor);
        }
    }

    private void end(int op, long time) {
        if (tables.kindClass[op] == ListTables.BACKWARD) {
            inFlight[tables.stageSlot[op]]--;
        }
        for (int index = tables.firstRelease[op]; index < tables.firstRelease[op + 1]; index++) {
            int buffer = tables.release[index];
            if (--releasesLeft[buffer] == 0) {
                memory.release(buffer);
                int compute = tables.computeOfDevice[tables.bufferDevice[buffer]];
                if (compute >= 0) {
                    events.addResource(time, compute);
                }
            }
        }
        for (int index = tables.firstHeld[op]; index < tables.firstHeld[op + 1]; index++) {
            events.addResource(time, tables.held[index]);
        }
    }
}

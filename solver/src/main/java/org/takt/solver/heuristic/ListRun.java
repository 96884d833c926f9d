package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.Random;

/** A walk of a list scheduler through time, from where a partial schedule is. */
final class ListRun {
    private final ListTables tables;
    private final ListPolicy policy;
    private final StagePolicies policies;
    private final int whimPermille;
    private final Random whims;
    /** Forwards in flight below which a stage prefers forwards, by stage slot. */
    private final int[] warmUp;

    private final PartialSchedule partial;

    /** Creates a walk that follows policies but for some decisions at random. */
    ListRun(PartialSchedule partial, StagePolicies policies, int whimPermille, Random whims) {
        this.partial = partial;
        this.tables = partial.tables;
        this.policies = policies;
        this.policy = policies.policy();
        this.whimPermille = whimPermille;
        this.whims = whims;
        warmUp = new int[tables.ops.stageSlots];
        Arrays.setAll(warmUp, slot -> policies.warmUp(slot, tables.ops.distanceToLast[slot]));
    }

    /** Creates a walk that follows policies. */
    ListRun(PartialSchedule partial, StagePolicies policies) {
        this(partial, policies, 0, new Random(0));
    }

    /** Goes on until so many ops have started, or nothing happens any more. */
    void advance(int started) {
        int resource = 0;
        while (partial.started() < started && resource >= 0) {
            resource = partial.next();
            if (resource >= 0) {
                serve(resource, partial.now());
            }
        }
    }

    private void serve(int resource, long time) {
        while (partial.freeAt[resource] <= time) {
            int op = choose(resource, time);
            if (op < 0) {
                return;
            }
            partial.start(op, time);
            if (tables.ops.duration[op] > 0) {
                return;
            }
        }
    }

    private int choose(int resource, long time) {
        if (whimPermille > 0 && whims.nextInt(1000) < whimPermille) {
            return any(resource, time);
        }
        int[] candidates = partial.known[resource];
        int best = -1;
        for (int index = 0; index < partial.knownSize[resource]; index++) {
            int op = candidates[index];
            if (partial.times[op] <= time && (best < 0 || precedes(op, best)) && mayStart(op, time)) {
                best = op;
            }
        }
        return best >= 0 && !holdsUpBetter(best, resource, time) ? best : -1;
    }

    private int any(int resource, long time) {
        int chosen = -1;
        int startable = 0;
        for (int index = 0; index < partial.knownSize[resource]; index++) {
            int op = partial.known[resource][index];
            if (partial.times[op] <= time && mayStart(op, time) && whims.nextInt(++startable) == 0) {
                chosen = op;
            }
        }
        return chosen;
    }

    /** Whether an op of a more preferred class becomes ready before the op would have run the part of its duration it may. */
    private boolean holdsUpBetter(int op, int resource, long time) {
        boolean isForward = tables.ops.kindClass[op] == OpTables.FORWARD;
        int patience = policies.patiencePercent(tables.ops.stageSlot[op], isForward);
        long slack = tables.ops.duration[op] - tables.ops.duration[op] * patience / 100;
        for (int index = 0; index < partial.knownSize[resource]; index++) {
            int other = partial.known[resource][index];
            if (partial.times[other] > time
                    && partial.times[other] < time + slack
                    && preference(other) < preference(op)
                    && partial.memory.fits(other)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayStart(int op, long time) {
        if (!partial.isFree(op, time)) {
            return false;
        }
        boolean putOff = policy.strict() && tables.ops.kindClass[op] == OpTables.FORWARD && !isWarmingUp(op);
        return !putOff && partial.memory.fits(op);
    }

    private boolean isWarmingUp(int op) {
        return partial.inFlight[tables.ops.stageSlot[op]] < warmUp[tables.ops.stageSlot[op]];
    }

    private int preference(int op) {
        int kindClass = tables.ops.kindClass[op];
        if (kindClass == OpTables.FORWARD && isWarmingUp(op)) {
            return -1;
        }
        return kindClass == OpTables.OTHER ? OpTables.BACKWARD : kindClass;
    }

    private boolean precedes(int op, int other) {
        int byPreference = Integer.compare(preference(op), preference(other));
        if (byPreference != 0) {
            return byPreference < 0;
        }
        if (tables.ops.stage[op] != tables.ops.stage[other]) {
            return tables.ops.stage[op] > tables.ops.stage[other] == policy.laterStageFirst();
        }
        return tables.order.priority[op] != tables.order.priority[other]
                ? tables.order.priority[op] < tables.order.priority[other]
                : op < other;
    }
}

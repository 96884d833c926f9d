package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.Random;

/**
 * A list policy with a warm-up of its own for each stage, and a patience for the stage's forwards and another one for its other ops:
 * a gap that a weight gradient may run into need not be one for a forward. Immutable.
 */
public final class StagePolicies {
    /** What a random warm-up stays below, in per cent of 1F1B's. */
    private static final int LARGEST_WARM_UP = 400;

    private static final int LARGEST_WARM_UP_STEP = 40;
    private static final int LARGEST_PATIENCE_STEP = 25;
    private static final int MOST_CHANGES = 3;

    private final ListPolicy policy;
    private final int[] warmUpPercent;
    private final int[] forwardPatiencePercent;
    private final int[] patiencePercent;

    private StagePolicies(ListPolicy policy, int[] warmUpPercent, int[] forwardPatiencePercent, int[] patiencePercent) {
        this.policy = policy;
        this.warmUpPercent = warmUpPercent;
        this.forwardPatiencePercent = forwardPatiencePercent;
        this.patiencePercent = patiencePercent;
    }

    /** Returns the policy on every stage, but on a share of the stages random values. */
    static StagePolicies of(ListPolicy policy, int stagePercent, int stages, Random random) {
        int[] warmUp = new int[stages];
        int[] patience = new int[stages];
        for (int stage = 0; stage < stages; stage++) {
            boolean isOwn = random.nextInt(100) < stagePercent;
            warmUp[stage] = isOwn ? random.nextInt(LARGEST_WARM_UP) : policy.warmUpPercent();
            patience[stage] = isOwn ? random.nextInt(101) : policy.patiencePercent();
        }
        return new StagePolicies(policy, warmUp, patience.clone(), patience);
    }

    ListPolicy policy() {
        return policy;
    }

    /** Forwards in flight below which a stage prefers forwards. */
    int warmUp(int stage, int distanceToLast) {
        return (int) Math.min(Integer.MAX_VALUE, 1 + (long) warmUpPercent[stage] * distanceToLast / 100);
    }

    /** The part of its duration for which an op of the stage may hold up a more preferred one. */
    int patiencePercent(int stage, boolean isForward) {
        return isForward ? forwardPatiencePercent[stage] : patiencePercent[stage];
    }

    /** Returns policies that differ a little: other values, higher or lower ones, of some stages that follow each other or all. */
    public StagePolicies changed(Random random) {
        StagePolicies next = copy();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int change = 0; change < changes; change++) {
            next.change(random);
        }
        return next;
    }

    /** Returns these policies with those of another on some stages that follow each other; the other is for as many stages. */
    public StagePolicies mixedWith(StagePolicies other, Random random) {
        StagePolicies next = copy();
        int stages = warmUpPercent.length;
        int first = random.nextInt(stages);
        int count = 1 + random.nextInt(stages - first);
        System.arraycopy(other.warmUpPercent, first, next.warmUpPercent, first, count);
        System.arraycopy(other.forwardPatiencePercent, first, next.forwardPatiencePercent, first, count);
        System.arraycopy(other.patiencePercent, first, next.patiencePercent, first, count);
        return next;
    }

    private StagePolicies copy() {
        return new StagePolicies(
                policy, warmUpPercent.clone(), forwardPatiencePercent.clone(), patiencePercent.clone());
    }

    private void change(Random random) {
        int stages = warmUpPercent.length;
        boolean everywhere = random.nextInt(3) == 0;
        int first = everywhere ? 0 : random.nextInt(stages);
        int end = everywhere ? stages : first + 1 + random.nextInt(Math.max(1, (stages - first) / 2));
        switch (random.nextInt(3)) {
            case 0 -> changeWarmUp(first, end, random);
            case 1 -> changePatience(forwardPatiencePercent, first, end, random);
            default -> changePatience(patiencePercent, first, end, random);
        }
    }

    private void changeWarmUp(int first, int end, Random random) {
        if (random.nextBoolean()) {
            shift(warmUpPercent, first, end, step(LARGEST_WARM_UP_STEP, random), Integer.MAX_VALUE);
        } else {
            Arrays.fill(warmUpPercent, first, end, random.nextInt(LARGEST_WARM_UP));
        }
    }

    private static void changePatience(int[] patience, int first, int end, Random random) {
        if (random.nextBoolean()) {
            shift(patience, first, end, step(LARGEST_PATIENCE_STEP, random), 100);
        } else {
            Arrays.fill(patience, first, end, random.nextInt(101));
        }
    }

    private static int step(int largest, Random random) {
        return random.nextInt(2 * largest + 1) - largest;
    }

    private static void shift(int[] values, int first, int end, int step, int most) {
        for (int stage = first; stage < end; stage++) {
            values[stage] = Math.max(0, Math.min(most, values[stage] + step));
        }
    }
}

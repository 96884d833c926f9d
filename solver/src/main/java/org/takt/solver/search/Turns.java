package org.takt.solver.search;

import java.util.function.DoubleConsumer;

/**
 * Shares time between what improves the schedule and what raises the bound: each turn goes to the one that narrowed the
 * gap more in its last turn, by whatever little; where neither did, they alternate, until neither has anything left to do. So little time is lost on a schedule that is
 * optimal already or a bound that cannot be raised.
 */
final class Turns {
    /** The first turn is this part of all the time; enough turns to notice what pays, and few enough that each gets somewhere. */
    private static final int TURNS = 8;

    /** The first turn takes no longer, in seconds. */
    private static final double LONGEST_FIRST_TURN = 15;

    /** How much longer than the one before a turn may be. */
    private static final double GROWTH = 1.5;

    /** An activity that uses less than this share of a turn has nothing left to do. */
    private static final double IDLE = 0.01;

    private final Progress progress;
    private final EngineRuns engineRuns;
    private final DoubleConsumer[] activities;
    private final double[] lastGains;

    /**
     * Prepares turns.
     *
     * @param refinement improves the schedule for some seconds at most
     * @param proof raises the bound for some seconds at most
     */
    Turns(Progress progress, EngineRuns engineRuns, DoubleConsumer refinement, DoubleConsumer proof) {
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.activities = new DoubleConsumer[] {refinement, proof};
        this.lastGains = new double[] {Double.MAX_VALUE, Double.MAX_VALUE};
    }

    /** Spends a share of the time left, in (0, 1]. */
    void spend(double share) {
        double seconds = engineRuns.secondsLeft() * share;
        double reserve = engineRuns.secondsLeft() - seconds;
        double length = Math.min(seconds / TURNS, LONGEST_FIRST_TURN);
        int next = 0;
        int idle = 0;
        while (idle < activities.length && !progress.isDone() && engineRuns.secondsLeft() > reserve) {
            double turn = Math.min(length, engineRuns.secondsLeft() - reserve);
            double begin = engineRuns.secondsLeft();
            double before = progress.gap();
            activities[next].accept(turn);
            idle = begin - engineRuns.secondsLeft() < turn * IDLE ? idle + 1 : 0;
            lastGains[next] = before - progress.gap();
            length = Math.min(seconds / TURNS, length * GROWTH);
            int other = 1 - next;
            next = lastGains[other] >= lastGains[next] ? other : next;
        }
    }
}

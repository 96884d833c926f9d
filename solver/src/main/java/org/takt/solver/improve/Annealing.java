package org.takt.solver.improve;

import java.util.Random;
import java.util.function.BooleanSupplier;
import org.takt.model.schedule.DeviceOrders;

/**
 * Local search on device orders by simulated annealing: moves an op of a longest path on its resource, past its
 * neighbour or some places on, and keeps worse orders with the probability of Metropolis at a temperature that falls
 * geometrically. Draws the largest acceptable value before it tries a move, so that hopeless moves end early.
 */
public final class Annealing {
    /** First and last temperature, as parts of the mean duration of an op. */
    private static final double HOT = 0.15;

    private static final double COLD = 0.01;

    /** The most places that an op moves at once. */
    private static final int FARTHEST = 12;

    /** How many moves are tried between looking at the stop. */
    private static final int STRIDE = 256;

    private final IncrementalTimer timer;
    private final Random random;
    private final double meanDuration;
    private final int[] path;
    private int pathLength;
    private long value;
    private long bestValue;
    private int[][] best;

    /** Prepares a search from the timer's orders; the same seed leads to the same orders. */
    public Annealing(IncrementalTimer timer, long seed) {
        this.timer = timer;
        this.random = new Random(seed);
        path = new int[timer.size()];
        meanDuration = timer.meanDuration();
        value = timer.value();
        bestValue = value;
        best = timer.copyOrders();
        tracePath();
    }

    /** Returns the best orders so far. */
    public DeviceOrders best() {
        return timer.orders(best);
    }

    /** Returns the objective of the best orders, as the timer counts it. */
    public long bestValue() {
        return bestValue;
    }

    /**
     * Anneals once from hot to cold.
     *
     * @param work how many starts to compute, about; what comes out depends on nothing else unless it is stopped
     * @param stop whether to end before that; asked now and then
     */
    public void run(long work, BooleanSupplier stop) {
        long begin = timer.work();
        long spent = 0;
        for (long tries = 0; spent < work; tries++) {
            if (tries % STRIDE == 0 && stop.getAsBoolean()) {
                return;
            }
            double temperature = meanDuration * HOT * Math.pow(COLD / HOT, (double) spent / work);
            if (tryMove(value + (long) (-temperature * Math.log(1 - random.nextDouble())))) {
                tracePath();
                if (value < bestValue) {
                    bestValue = value;
                    best = timer.copyOrders();
                }
            }
            spent = timer.work() - begin + tries;
        }
    }

    private boolean tryMove(long largest) {
        int at = path[random.nextInt(pathLength)];
        int resource = timer.resource(at);
        if (resource < 0) {
            return false;
        }
        int from = timer.slot(at);
        int to = random.nextBoolean()
                ? from - 1
                : from + (random.nextBoolean() ? 1 : -1) * (1 + random.nextInt(FARTHEST));
        if (to < 0 || to >= timer.length(resource) || to == from) {
            return false;
        }
        long moved = timer.move(resource, from, to, largest);
        if (moved == IncrementalTimer.REFUSED) {
            return false;
        }
        value = moved;
        return true;
    }

    /** Walks a longest path from its end to its begin; where two lead on, either is taken. */
    private void tracePath() {
        pathLength = 0;
        for (int at = timer.lastCritical(); at >= 0; at = decisive(at)) {
            path[pathLength++] = at;
        }
    }

    private int decisive(int at) {
        int onResource = timer.criticalOnResource(at);
        int byPrecedence = timer.criticalByPrecedence(at);
        if (onResource < 0 || byPrecedence < 0) {
            return Math.max(onResource, byPrecedence);
        }
        return random.nextBoolean() ? onResource : byPrecedence;
    }
}

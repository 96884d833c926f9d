package org.takt.solver.bound;

import java.util.function.BooleanSupplier;

/**
 * What batches of 1, 2, … micro-batches take at least on a way, by which {@link MeetingOrders} judges what is left of a batch (Russian
 * dolls; Verfaillie, Lemaître and Schiex, Russian doll search for solving constraint optimization problems, 1996). They hold as well where
 * micro-batches have to wait at more stages behind the same first one. Times are in ticks from the first entry to the start of the last op
 * of the last micro-batch. Not for use by several threads before it is complete.
 */
public final class ShorterBatches {
    /** Batches of up to so many times as many micro-batches as fit in are looked at one by one: what is left to do on devices counts there. */
    private static final int ROUNDS_ONE_BY_ONE = 2;

    /** With a goal, so many times fewer states are enough. */
    private static final int FEWER_WITH_GOAL = 10;

    /** A batch is not looked at further when so much of a micro-batch's share of a round has been proved to be added. */
    private static final double MOST_ADDED = 1.25;

    private final int inFlight;
    private final long wayOfOne;
    private final long lastOp;
    private final long pause;
    /** By how many there are. */
    private final long[] least;

    private long states;
    private boolean isWhole;

    private ShorterBatches(MeetingPath path, int microBatches) {
        MeetingTables tables = new MeetingTables(path);
        this.inFlight = path.stages().get(0).room();
        this.wayOfOne = tables.way[0];
        this.lastOp = tables.duration[tables.ops - 1];
        this.pause = path.pause();
        this.least = new long[microBatches + 1];
        for (int size = 1; size <= microBatches; size++) {
            least[size] = fromSmaller(size);
        }
    }

    /** Returns what follows where nothing but room at the first stage and the last op makes micro-batches wait for each other. */
    static ShorterBatches withoutMeetings(MeetingPath path, int microBatches) {
        return new ShorterBatches(path, microBatches);
    }

    /**
     * Returns what follows from orders of meetings: small batches one after another, each judged by those before, larger ones as
     * the first micro-batches of all. Takes O(width · micro-batches) time for given stages.
     *
     * @param width how many states may stand side by side
     * @param stop asked often; true ends the computation with what is known by then
     */
    static ShorterBatches byMeetings(MeetingPath path, int microBatches, int width, BooleanSupplier stop) {
        ShorterBatches known = new ShorterBatches(path, microBatches);
        int small = Math.min(microBatches, ROUNDS_ONE_BY_ONE * known.inFlight);
        for (int size = 2; size <= small && !stop.getAsBoolean(); size++) {
            known.lookAt(size, path, Math.max(1, width / FEWER_WITH_GOAL), stop);
        }
        known.lookAtAll(path, microBatches, width, stop);
        return known;
    }

    private void lookAt(int size, MeetingPath path, int width, BooleanSupplier stop) {
        raise(size, fromSmaller(size));
        long most = (long) (MOST_ADDED * (wayOfOne + pause) / inFlight);
        MeetingOrders orders = new MeetingOrders(path, size, width, this, least[size] + most, stop);
        raise(size, orders.leastTime());
        states += orders.states();
    }

    private void lookAtAll(MeetingPath path, int microBatches, int width, BooleanSupplier stop) {
        MeetingOrders orders = new MeetingOrders(path, microBatches, width, this, Long.MAX_VALUE, stop);
        long ofAll = orders.leastTime();
        states += orders.states();
        isWhole = !orders.isTooWide() && !stop.getAsBoolean();
        for (int size = 1; size <= microBatches; size++) {
            raise(size, fromSmaller(size));
            if (isWhole) {
                raise(size, size < microBatches ? orders.leastTimeOfFirst(size) : ofAll);
            }
        }
    }

    private void raise(int size, long least) {
        this.least[size] = Math.max(this.least[size], least);
    }

    private long fromSmaller(int size) {
        long oneMore = size == 1 ? wayOfOne : least[size - 1] + lastOp;
        return size <= inFlight ? oneMore : Math.max(oneMore, wayOfOne + pause + least[size - inFlight]);
    }

    /** Returns what a batch takes. */
    long least(int microBatches) {
        return least[microBatches];
    }

    /** Returns what is at least between the start of the last op of a micro-batch and that of the last of so many behind it. */
    long behind(int others) {
        return others < inFlight ? others * lastOp : Math.max(others * lastOp, pause + least[others - inFlight + 1]);
    }

    /** Returns whether batches of all sizes were looked at. */
    public boolean isWhole() {
        return isWhole;
    }

    /** Returns how many states were looked at. */
    public long states() {
        return states;
    }
}

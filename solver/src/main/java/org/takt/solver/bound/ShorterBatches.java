package org.takt.solver.bound;

import java.util.function.BooleanSupplier;

/**
 * What batches of fewer and fewer micro-batches take at least on a way, by which {@link MeetingOrders} judges what is left of a batch: one
 * after another of all sizes, each judged by those before (Russian dolls; Verfaillie, Lemaître and Schiex, Russian doll search
 * for solving constraint optimization problems, 1996). They hold as well where micro-batches have to wait at more stages behind the same
 * first one. Times are in ticks from the first entry to the start of the last op of the last micro-batch. Not for use by several threads
 * before it is complete.
 */
public final class ShorterBatches {
    /** A batch is not looked at further when so much of a micro-batch's share of a round has been proved to be added. */
    private static final double MOST_ADDED = 1.25;

    private final int inFlight;
    private final long wayOfOne;
    private final long lastOp;
    private final long pause;
    /** By how many there are. */
    private final long[] least;

    private long states;

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
     * Returns what follows from orders of meetings. Takes O(width · micro-batches²) time for given stages.
     *
     * @param width how many states may stand side by side
     * @param stop asked often; true ends the computation with what is known by then
     */
    static ShorterBatches byMeetings(MeetingPath path, int microBatches, int width, BooleanSupplier stop) {
        ShorterBatches known = new ShorterBatches(path, microBatches);
        long most = (long) (MOST_ADDED * (known.wayOfOne + known.pause) / known.inFlight);
        for (int size = 2; size <= microBatches && !stop.getAsBoolean(); size++) {
            known.least[size] = known.fromSmaller(size);
            MeetingOrders orders = new MeetingOrders(path, size, width, known, known.least[size] + most, stop);
            known.least[size] = Math.max(known.least[size], orders.leastTime());
            known.states += orders.states();
        }
        return known;
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

    /** Returns how many states were looked at. */
    public long states() {
        return states;
    }
}

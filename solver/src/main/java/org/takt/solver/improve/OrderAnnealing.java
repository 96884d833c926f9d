package org.takt.solver.improve;

import java.util.function.BooleanSupplier;
import org.takt.model.schedule.DeviceOrders;

/** A run of simulated annealing that can be stopped and go on, and what it has found. Not safe for several threads at once. */
public interface OrderAnnealing {
    /** How many moves are tried between looking at the stop. */
    int STRIDE = 64;

    /**
     * Anneals from hot to cold, or goes on where it was stopped; however often that happens, the same seed leads to the same orders.
     *
     * @param stop whether to end before it is cold; asked every {@link #STRIDE} moves
     * @return whether it is cold
     */
    boolean run(BooleanSupplier stop);

    /** Returns the objective of the best orders; {@link Long#MAX_VALUE} if there are none yet. */
    long bestValue();

    /** Returns the best orders so far. */
    DeviceOrders best();
}

package org.takt.model.certificate;

import java.util.List;

/**
 * A proved delay between the entries of micro-batches in order, and what it was proved on, given the delays that were
 * proved before it.
 *
 * @param microBatches how many micro-batches later, at least 1
 * @param ticks how long at least, at least 0
 * @param devices indices of the devices that were kept, distinct, at least one
 * @param unit the unit that times were rounded down to, in ticks, at least 1
 */
public record ProvedDelay(int microBatches, long ticks, List<Integer> devices, long unit) {
    public ProvedDelay {
        devices = Derivation.requireDevices(devices);
        Derivation.requireUnit(unit);
        if (microBatches < 1 || ticks < 0) {
            throw new IllegalArgumentException("A delay of " + ticks + " ticks over " + microBatches
                    + " micro-batches, expected at least 0 over at least 1.");
        }
    }
}

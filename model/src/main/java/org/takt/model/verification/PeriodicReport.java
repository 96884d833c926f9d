package org.takt.model.verification;

import java.util.List;
import org.takt.model.schedule.TimePerMicroBatch;

/**
 * The figures of a verified periodic schedule, all recomputed from it, in the steady state: once so many units have
 * started that none is missing.
 *
 * @param period ticks from the start of a unit to that of the next
 * @param microBatches micro-batches in a unit
 * @param length ticks from the first start to the last end of a unit
 * @param devices figures per device: busy time of one period, first start and last end of one unit, and the most memory
 *     and forwards in flight at any time, over all units; the instant of the peak is counted from the begin of a period
 */
public record PeriodicReport(long period, int microBatches, long length, List<DeviceReport> devices) {
    public PeriodicReport {
        devices = List.copyOf(devices);
    }

    /** Returns the objective's value. */
    public TimePerMicroBatch timePerMicroBatch() {
        return TimePerMicroBatch.of(period, microBatches);
    }

    /** Returns the share of device time that is idle: 1 − busy / (devices × period), in [0, 1]. */
    public double bubbleRate() {
        double busy = devices.stream().mapToDouble(DeviceReport::busy).sum();
        return 1 - busy / ((double) devices.size() * period);
    }

    /** Returns the largest peak memory over devices, memory units. */
    public long peakMemory() {
        return devices.stream().mapToLong(DeviceReport::peakMemory).max().orElse(0);
    }
}

package org.takt.model.verification;

import java.util.List;

/**
 * The figures of a verified schedule, all recomputed from it.
 *
 * @param objective name of the problem's objective
 * @param value the objective's value: ticks, or memory units for PEAK_MEMORY
 * @param makespan last end of any op, ticks
 * @param maxDeviceSpan largest over devices of last end − first start on the compute stream, ticks
 * @param messages transfers between devices: transfer ops, and precedences between ops that compute on different devices
 * @param transferTime ticks that transfer ops take in total
 * @param devices figures per device
 */
public record Report(
        String objective,
        long value,
        long makespan,
        long maxDeviceSpan,
        long messages,
        long transferTime,
        List<DeviceReport> devices) {
    public Report {
        devices = List.copyOf(devices);
    }

    /** Returns the share of device time that is idle: 1 − busy / (devices × makespan), in [0, 1]; 0 if nothing takes time. */
    public double bubbleRate() {
        double busy = devices.stream().mapToDouble(DeviceReport::busy).sum();
        return makespan == 0 ? 0 : 1 - busy / ((double) devices.size() * makespan);
    }

    /**
     * Returns the bubble rate as the Zero Bubble paper publishes it (arXiv 2401.10241): (cost − work) / cost, where cost
     * is the maximal device span if that is the objective and the makespan otherwise, and work is the busy time of the
     * busiest device, which is m·(F+B+W) when stages are equal. In [0, 1]; 0 if nothing takes time.
     */
    public double publishedBubbleRate() {
        long cost = objective.equals("MAX_DEVICE_SPAN") ? maxDeviceSpan : makespan;
        long work = devices.stream().mapToLong(DeviceReport::busy).max().orElse(0);
        return cost == 0 ? 0 : (double) (cost - work) / cost;
    }

    /** Returns the largest peak memory over devices, memory units. */
    public long peakMemory() {
        return devices.stream().mapToLong(DeviceReport::peakMemory).max().orElse(0);
    }
}

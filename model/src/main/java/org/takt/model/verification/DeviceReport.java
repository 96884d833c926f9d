package org.takt.model.verification;

import java.util.OptionalLong;

/**
 * Figures of one device in a schedule.
 *
 * @param name the device's name
 * @param busy ticks during which its compute stream runs an op
 * @param firstStart start of its first compute op, ticks; 0 without one
 * @param lastEnd end of its last compute op, ticks; 0 without one
 * @param peakMemory the most memory held at any instant, constant part included
 * @param peakTime the first instant at which the peak is reached, ticks
 * @param memoryLimit the device's limit, empty if unlimited
 * @param peakInFlight the most forwards started whose backward (full or input gradient) has not ended
 */
public record DeviceReport(
        String name,
        long busy,
        long firstStart,
        long lastEnd,
        long peakMemory,
        long peakTime,
        OptionalLong memoryLimit,
        int peakInFlight) {

    /** Returns last end − first start, ticks. */
    public long span() {
        return lastEnd - firstStart;
    }
}

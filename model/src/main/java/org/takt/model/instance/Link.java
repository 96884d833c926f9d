package org.takt.model.instance;

/** How data gets from one device to another. */
public sealed interface Link {
    /**
     * A pure lag: any number of transfers at a time.
     *
     * @param time ticks from the producer's end to the consumer's earliest start, at least 0
     */
    record Latency(long time) implements Link {}

    /**
     * One transfer at a time in each direction.
     *
     * @param time ticks a transfer occupies the link, at least 0
     * @param latency further ticks until the consumer may start, at least 0
     */
    record Exclusive(long time, long latency) implements Link {}
}

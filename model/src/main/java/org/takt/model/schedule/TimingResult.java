package org.takt.model.schedule;

import java.util.List;

/** What came of timing device orders. */
public sealed interface TimingResult {
    /**
     * Every op got its earliest start.
     *
     * @param schedule the starts
     */
    record Timed(Schedule schedule) implements TimingResult {}

    /**
     * The orders wait for each other in a circle.
     *
     * @param waiting the ops, by index, that never became ready, in index order
     */
    record Deadlock(List<Integer> waiting) implements TimingResult {
        public Deadlock {
            waiting = List.copyOf(waiting);
        }
    }
}
